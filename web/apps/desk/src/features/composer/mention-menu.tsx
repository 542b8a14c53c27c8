import { Avatar } from '@otklik/ui';
import { IconUsersGroup } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { findNamable } from '~/shared/mentions';
import { CaretLines } from './caret-lines';
import type { Mentions } from './use-mentions';
import { useNamable } from './use-namable';
import classes from './caret-lines.module.css';

const MOST = 8;

/** Whom the note may name. */
export default function MentionMenu({ mentions, query }: { mentions: Mentions; query: string }) {
  const { t } = useTranslation('composer');
  const found = findNamable(useNamable(), query).slice(0, MOST);
  return (
    <CaretLines menu={mentions} label={t('mentions')} query={query} items={found} idOf={(one) => `mention-${one.kind}-${one.id}`} onChoose={mentions.choose}>
      {(one) => (
        <>
          {one.kind === 'operator' ? <Avatar name={one.name} size={20} /> : <IconUsersGroup size={20} stroke={1.7} aria-hidden="true" />}
          <span className="truncate">{one.name}</span>
          {one.blind ? <span className={classes.blind}>{t('blind')}</span> : null}
        </>
      )}
    </CaretLines>
  );
}
