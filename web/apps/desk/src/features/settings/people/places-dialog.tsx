import { Button, Modal } from '@mantine/core';
import type { Operator } from '@otklik/api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import { Loaded } from '../loaded';
import { Moment } from '../moment';
import classes from '../parts.module.css';
import { programName } from './program-name';

interface Place {
  id: number;
  address: string;
  user_agent: string;
  created_at: string;
  seen_at: string;
  own: boolean;
}

/** Where a colleague is signed in; each place can be signed out. */
export default function PlacesDialog({ operator, mayEnd, onClose }: { operator: Operator; mayEnd: boolean; onClose: () => void }) {
  const { t } = useTranslation('roles');
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
        <Loaded query={places}>
          {(all) =>
            all.length === 0 ? (
              <p className={classes.quiet}>{t('places.none')}</p>
            ) : (
              <ul className={classes.list}>
                {all.map((place) => (
                  <li key={place.id} className={classes.spread}>
                    <span>
                      <span className={classes.name}>{programName(place.user_agent) || t('places.unknown')}</span>
                      <br />
                      <span className={`${classes.quiet} ${classes.small}`}>
                        {place.address} · <Moment at={place.seen_at} />
                      </span>
                    </span>
                    {place.own ? (
                      <span className={classes.quiet}>{t('places.own')}</span>
                    ) : mayEnd ? (
                      <Button variant="default" aria-label={t('places.endOf', { place: `${programName(place.user_agent) || t('places.unknown')}, ${place.address}` })} loading={end.isPending && end.variables === place.id} onClick={() => end.mutate(place.id)}>
                        {t('places.end')}
                      </Button>
                    ) : null}
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </div>
    </Modal>
  );
}
