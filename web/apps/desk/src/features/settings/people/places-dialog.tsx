import { Modal } from '@mantine/core';
import type { Operator } from '@otklik/api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { server } from '~/shared/server';
import { useSession } from '~/shared/session';
import { useDeed } from '../asking';
import { Loaded } from '../loaded';
import classes from '../parts.module.css';
import { FactorOf } from './factor-of';
import { LinksOf } from './links-of';
import { PlaceList, type Place } from '../place-list';

/** Where a colleague is signed in; each place can be signed out. */
export default function PlacesDialog({ operator, mayEnd, onClose }: { operator: Operator; mayEnd: boolean; onClose: () => void }) {
  const { t } = useTranslation('roles');
  const me = useSession().operator.id;
  const path = `/operators/${operator.id}/sessions`;
  const key = ['operators', operator.id, 'sessions'];
  const places = useQuery({ queryKey: key, queryFn: async () => (await server.get<{ items: Place[] }>(path)).items });
  const end = useDeed({ stale: [key], run: (id: number) => server.delete(`${path}/${id}`) });
  return (
    <Modal opened onClose={onClose} title={t('places.title', { name: operator.name })} closeButtonProps={{ 'aria-label': t('places.close') }}>
      <div className={classes.stack}>
        <p className={classes.quiet} style={{ margin: 0 }}>
          {t('places.hint')}
        </p>
        <FactorOf operator={operator} mayReset={mayEnd && operator.id !== me} stale={[key]} />
        <LinksOf operator={operator} mayEnd={mayEnd && operator.id !== me} stale={[key]} />
        <Loaded query={places}>{(all) => (all.length === 0 ? <p className={classes.quiet}>{t('places.none')}</p> : <PlaceList places={all} own={t('places.own')} ending={end.isPending ? end.variables : undefined} onEnd={mayEnd ? end.mutate : undefined} />)}</Loaded>
      </div>
    </Modal>
  );
}
