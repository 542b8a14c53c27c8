import type { Message } from '@otklik/api';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './bubble.module.css';

/** What the channel says of a message: what is missing in it, doubtful, or cannot be shown. */
export function Remarks({ message }: { message: Pick<Message, 'notes' | 'unshown'> }) {
  const { t } = useTranslation('conversation');
  const said = [...message.notes.map((note) => t(`notes.${note}`)), ...(message.unshown ? [t('unshown', { what: message.unshown })] : [])];
  if (said.length === 0) return null;
  return (
    <ul className={classes.remarks}>
      {said.map((one) => (
        <li key={one}>
          <IconInfoCircle size={14} stroke={1.8} aria-hidden="true" />
          <span>{one}</span>
        </li>
      ))}
    </ul>
  );
}
