import { Button } from '@mantine/core';
import { ConfirmDialog } from '@otklik/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { server } from '~/shared/server';
import { useDeed, usePages } from '../asking';
import { Moment } from '../moment';
import { Paged } from '../paged';
import classes from '../parts.module.css';
import type { DeadJob } from '../wire';

const key = ['dead-jobs'];

export function DeadJobs() {
  const { t } = useTranslation('admin');
  const [dropping, setDropping] = useState<DeadJob | null>(null);
  const jobs = usePages<DeadJob>(key, '/dead-jobs');
  const retry = useDeed({ stale: [key], run: (id: number) => server.post(`/dead-jobs/${id}/retry`) });
  const drop = useDeed({ stale: [key], run: (id: number) => server.delete(`/dead-jobs/${id}`), onDone: () => setDropping(null) });
  return (
    <>
      <Paged query={jobs} empty={<p className={classes.quiet}>{t('deliveries.noJobs')}</p>}>
        {(items) => (
          <ul className={classes.list}>
            {items.map((job) => (
              <li key={job.id} className={classes.lines}>
                <div className={classes.spread}>
                  <span>
                    <span className={classes.mono}>{job.kind}</span>
                    <br />
                    <span className={classes.quiet}>
                      <Moment at={job.at} /> · {t('deliveries.attempts', { count: job.attempts })}
                    </span>
                  </span>
                  <span className={classes.row}>
                    <Button variant="default" loading={retry.isPending && retry.variables === job.id} onClick={() => retry.mutate(job.id)}>
                      {t('deliveries.retry')}
                    </Button>
                    <Button variant="default" onClick={() => setDropping(job)}>
                      {t('deliveries.drop')}
                    </Button>
                  </span>
                </div>
                <p className={classes.error}>{job.error}</p>
              </li>
            ))}
          </ul>
        )}
      </Paged>
      <ConfirmDialog opened={dropping !== null} title={t('deliveries.dropTitle')} confirm={t('deliveries.drop')} cancel={t('cancel')} danger busy={drop.isPending} onConfirm={() => dropping && drop.mutate(dropping.id)} onClose={() => setDropping(null)}>
        {t('deliveries.dropText')}
      </ConfirmDialog>
    </>
  );
}
