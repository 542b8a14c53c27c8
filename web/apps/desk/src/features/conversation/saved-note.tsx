import { IconHistory } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { useLaidAt } from '~/shared/saved/laying';
import { useLasting, useSavedTime } from '~/shared/saved/saved-time';
import classes from './pane.module.css';

const PATIENCE_MS = 1500;

/** Says until when the messages are known, while the server cannot be asked for the rest. */
export function SavedNote({ conversation }: { conversation: number }) {
  const { t } = useTranslation('conversation');
  const at = useLaidAt(keys.thread(conversation));
  const time = useSavedTime(at);
  if (!useLasting(at !== null, PATIENCE_MS)) return null;
  return (
    <p className={classes.saved}>
      <IconHistory size={16} stroke={1.8} aria-hidden="true" />
      {t('savedUntil', { time })}
    </p>
  );
}
