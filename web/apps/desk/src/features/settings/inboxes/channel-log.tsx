import { Button } from '@mantine/core';
import { TableList, type Column } from '@otklik/ui';
import { useTranslation } from 'react-i18next';
import { usePages } from '../asking';
import { Moment } from '../moment';
import { Paged } from '../paged';
import classes from '../parts.module.css';
import type { LogLine } from '../wire';

/** What was said to the provider lately and what it answered. */
export function ChannelLog({ inboxId }: { inboxId: number }) {
  const { t } = useTranslation('channels');
  const log = usePages<LogLine>(['inboxes', inboxId, 'log'], `/inboxes/${inboxId}/log`);
  const columns: Column<LogLine>[] = [
    { id: 'at', title: t('logAt'), width: '150px', render: (line) => <Moment at={line.at} /> },
    { id: 'summary', title: t('logWhat'), render: (line) => <span className={classes.mono}>{line.summary}</span> },
    { id: 'ok', title: t('logResult'), render: (line) => <span className={line.ok ? classes.good : classes.bad}>{line.ok ? t('logOk') : line.detail || t('logBad')}</span> },
  ];
  return (
    <>
      <Paged query={log} empty={<p className={classes.quiet}>{t('logEmpty')}</p>}>
        {(lines) => <TableList label={t('log')} rows={lines} columns={columns} rowKey={(line) => line.id} />}
      </Paged>
      <div>
        <Button variant="subtle" loading={log.isRefetching} onClick={() => void log.refetch()}>
          {t('refresh')}
        </Button>
      </div>
    </>
  );
}
