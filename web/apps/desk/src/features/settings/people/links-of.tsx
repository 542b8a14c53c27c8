import { Button } from '@mantine/core';
import { ConfirmDialog } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import classes from '../parts.module.css';
import { peopleWaysQuery, type PersonLink } from './ways';

interface LinksOfProps {
  operator: { id: number; name: string };
  mayEnd: boolean;
  /** Lists that are read again after a link is taken away. */
  stale: (readonly unknown[])[];
}

/** Through which providers a colleague comes in; a link is taken away with the sessions it opened. */
export function LinksOf({ operator, mayEnd, stale }: LinksOfProps) {
  const { t } = useTranslation('admin');
  const [asked, setAsked] = useState<PersonLink | null>(null);
  const ways = useQuery(peopleWaysQuery).data?.find((one) => one.operator_id === operator.id);
  const end = useDeed({ stale: [keys.peopleWays, keys.ownWays, ...stale], run: (provider: number) => server.delete(`/operators/${operator.id}/sso/${provider}`), onDone: () => setAsked(null) });
  return ways?.links.map((link) => (
    <div key={link.provider_id} className={classes.spread}>
      <span>
        {t('links.through', { name: link.name })}
        <br />
        <span className={classes.quiet}>{link.email}</span>
      </span>
      {mayEnd ? (
        <Button variant="default" aria-label={t('links.endOf', { name: link.name })} onClick={() => setAsked(link)}>
          {t('links.end')}
        </Button>
      ) : null}
      <ConfirmDialog opened={asked === link} title={t('links.title', { name: operator.name, provider: link.name })} confirm={t('links.end')} cancel={t('cancel')} danger busy={end.isPending} onConfirm={() => end.mutate(link.provider_id)} onClose={() => setAsked(null)}>
        {t(ways.has_password ? 'links.text' : 'links.textOnly')}
      </ConfirmDialog>
    </div>
  ));
}
