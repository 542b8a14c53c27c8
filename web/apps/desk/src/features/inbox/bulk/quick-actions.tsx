import { IconAction } from '@otklik/ui';
import type { ConversationRow } from '@otklik/api';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { iconOf, type MarkedAction } from '~/shared/actions';
import { useSession } from '~/shared/session';
import { useBegin } from './asking';
import classes from './bulk.module.css';

/** The nearest things to do, over the row under the pointer; the keyboard has its own keys and the menu of the row. */
export default function QuickActions({ row, onMenu }: { row: ConversationRow; onMenu: (x: number, y: number) => void }) {
  const { t } = useTranslation('filters');
  const me = useSession().operator.id;
  const begin = useBegin();
  const only = { ids: [row.id] };
  return (
    <span role="gridcell" className={classes.quick}>
      {row.assignee?.id === me ? null : <Quick action="conversation.assignMe" onClick={() => begin(only, { verb: 'assign', operator_id: 'me' })} />}
      {row.status === 'resolved' ? null : <Quick action="conversation.snooze" onClick={() => begin(only, { ask: 'snooze' })} />}
      {row.status === 'resolved' ? null : <Quick action="conversation.resolve" onClick={() => begin(only, { verb: 'resolve' })} />}
      <span
        onClickCapture={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          onMenu(box.left, box.bottom);
        }}
      >
        <IconAction tabIndex={-1} size="sm" label={t('bulk.more')} icon={IconDots} />
      </span>
    </span>
  );
}

function Quick({ action, onClick }: { action: MarkedAction; onClick: () => void }) {
  const { t } = useTranslation('actions');
  return <IconAction tabIndex={-1} size="sm" label={t(action)} icon={iconOf(action)} onClick={onClick} />;
}
