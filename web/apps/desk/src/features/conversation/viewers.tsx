import { Avatar, tip } from '@otklik/ui';
import { IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useOtherViewers } from '~/shared/viewers';
import classes from './header.module.css';

/** Colleagues who look at this conversation now; a pencil marks the one who writes. */
export function Viewers({ conversation }: { conversation: number }) {
  const { t } = useTranslation('conversation');
  const others = useOtherViewers(conversation);
  if (others.length === 0) return null;
  return (
    <ul className={classes.viewers}>
      {others.map((viewer) => {
        const label = t(viewer.typing ? 'colleagueTyping' : 'colleagueViewing', { name: viewer.name });
        return (
          <li key={viewer.operator_id} data-typing={viewer.typing} aria-label={label} {...tip(label)}>
            <Avatar name={viewer.name} size={24} />
            {viewer.typing ? <IconPencil size={12} stroke={2.2} aria-hidden="true" /> : null}
          </li>
        );
      })}
    </ul>
  );
}
