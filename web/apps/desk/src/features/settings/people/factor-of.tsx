import { Button } from '@mantine/core';
import { ConfirmDialog } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import { Moment } from '../moment';
import classes from '../parts.module.css';

interface FactorOfProps {
  operator: { id: number; name: string };
  mayReset: boolean;
  /** Lists that are read again after a reset. */
  stale: (readonly unknown[])[];
}

/** Whether a colleague signs in with a second factor; taken away when their phone is lost. */
export function FactorOf({ operator, mayReset, stale }: FactorOfProps) {
  const { t } = useTranslation('admin');
  const [asked, setAsked] = useState(false);
  const path = `/operators/${operator.id}/two-factor`;
  const key = ['operators', operator.id, 'two-factor'];
  const { data } = useQuery({ queryKey: key, queryFn: () => server.get<{ since: string | null }>(path) });
  const reset = useDeed({ stale: [key, ...stale], run: () => server.delete(path), onDone: () => setAsked(false) });
  if (!data) return null;
  return (
    <div className={classes.spread}>
      <span>
        {data.since === null ? (
          t('twoFactor.offFor')
        ) : (
          <>
            {t('twoFactor.onFor')} <Moment at={data.since} />
          </>
        )}
      </span>
      {data.since !== null && mayReset ? (
        <Button variant="default" onClick={() => setAsked(true)}>
          {t('twoFactor.reset')}
        </Button>
      ) : null}
      <ConfirmDialog opened={asked} title={t('twoFactor.resetTitle', { name: operator.name })} confirm={t('twoFactor.reset')} cancel={t('cancel')} danger busy={reset.isPending} onConfirm={() => reset.mutate(undefined)} onClose={() => setAsked(false)}>
        {t('twoFactor.resetText')}
      </ConfirmDialog>
    </div>
  );
}
