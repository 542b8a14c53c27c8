import '@mantine/core/styles/Combobox.css';
import type { Language } from '@otklik/i18n';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { replacePart, textOf, type Group, type Part } from './build';
import { GroupParts } from './group-box';
import { fields, type Field } from './lexicon';
import { useNames, useOwnFields } from './names';
import { treeOf } from './read';
import type { Names } from './suggest';
import classes from './filters.module.css';

/** What every condition of the builder needs, however deep it stands. */
export interface Bench {
  /** Every field there is. */
  all: Field[];
  names: Names;
  language: Language;
  /** Puts a part in the place of the one with this key; nothing takes it away. */
  put: (key: number, fresh: Part | null) => void;
}

/** The filter as conditions and groups of them; it reads and writes the same text as the field. */
export default function Builder({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const { t } = useTranslation('filters');
  const language = useLanguage();
  const names = useNames();
  const all = [...fields, ...useOwnFields()];
  const [root, setRoot] = useState(() => treeOf(text));
  const change = (next: Group) => {
    setRoot(next);
    onChange(textOf(next, language));
  };
  const put = (key: number, fresh: Part | null) => change(fresh?.kind === 'group' && key === root.key ? fresh : replacePart(root, key, fresh));
  return (
    <div className={classes.builder} role="group" aria-label={t('builder')}>
      <GroupParts group={root} depth={0} bench={{ all, names, language, put }} />
    </div>
  );
}
