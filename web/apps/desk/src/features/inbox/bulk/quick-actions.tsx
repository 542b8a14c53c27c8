import { IconAction } from '@otklik/ui';
import type { ConversationRow } from '@otklik/api';
import { IconCheck, IconDots, IconUserPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '~/shared/session';
import { runBulk } from './run';
import classes from './bulk.module.css';

/** The nearest things to do, over the row under the pointer; the keyboard has its own keys and the menu of the row. */
export default function QuickActions({ row, onMenu }: { row: ConversationRow; onMenu: (x: number, y: number) => void }) {
  const { t } = useTranslation(['actions', 'filters']);
  const me = useSession().operator.id;
  const only = { ids: [row.id] };
  return (
    <span className={classes.quick}>
      {row.assignee?.id === me ? null : <IconAction tabIndex={-1} size="sm" label={t('conversation.assignMe')} icon={IconUserPlus} onClick={() => void runBulk(only, { verb: 'assign', operator_id: 'me' })} />}
      {row.status === 'resolved' ? null : <IconAction tabIndex={-1} size="sm" label={t('conversation.resolve')} icon={IconCheck} onClick={() => void runBulk(only, { verb: 'resolve' })} />}
      <span
        onClickCapture={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          onMenu(box.left, box.bottom);
        }}
      >
        <IconAction tabIndex={-1} size="sm" label={t('filters:bulk.more')} icon={IconDots} />
      </span>
    </span>
  );
}
