import { Button } from '@mantine/core';
import { IconAction } from '@otklik/ui';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useDraft, writeDraft, type DraftTab } from '~/shared/drafts';
import { useStore } from '~/shared/store';
import { originals } from '~/shared/translation';
import classes from './composer.module.css';

/** Two pages wrote without knowing of each other: the newer text stands in the field, the other one is here. */
export function OtherText({ conversation, tab }: { conversation: number; tab: DraftTab }) {
  const { t } = useTranslation('composer');
  const { t: words } = useTranslation('translation');
  const original = useStore(originals)[conversation];
  const draft = useDraft(conversation, tab);
  if (!draft?.other) return null;
  const swap = () => writeDraft(conversation, tab, { text: draft.other ?? '', other: draft.text.trim() ? draft.text : undefined });
  return (
    <div className={classes.other} role="status">
      <span className={classes.otherWords}>
        <span>{original === draft.other ? words('draft.original') : t('otherText')}</span>
        <bdi className="truncate">{draft.other}</bdi>
      </span>
      <Button size="compact-xs" variant="default" onClick={swap}>
        {t('restoreText')}
      </Button>
      <IconAction size={24} label={t('dropText')} icon={IconX} onClick={() => writeDraft(conversation, tab, { other: undefined })} />
    </div>
  );
}
