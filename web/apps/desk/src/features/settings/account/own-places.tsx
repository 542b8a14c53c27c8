import { Button } from '@mantine/core';
import { ConfirmDialog, Section } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import { Loaded } from '../loaded';
import classes from '../parts.module.css';
import { PlaceList, type Place } from '../place-list';

/** Every browser I am signed in with; each can be signed out, or all but this one at once. */
export function OwnPlaces() {
  const { t } = useTranslation(['account', 'admin']);
  const [asked, setAsked] = useState(false);
  const places = useQuery({ queryKey: keys.ownPlaces, queryFn: async () => (await server.get<{ items: Place[] }>('/session/places')).items });
  const end = useDeed({ stale: [keys.ownPlaces], run: (id: number) => server.delete(`/session/places/${id}`) });
  const endOthers = useDeed({ stale: [keys.ownPlaces], run: () => server.delete('/session/places'), onDone: () => setAsked(false) });
  return (
    <Section title={t('places.title')} hint={t('places.hint')}>
      <Loaded query={places}>
        {(all) => (
          <>
            <PlaceList places={all} own={t('places.own')} ending={end.isPending ? end.variables : undefined} onEnd={end.mutate} />
            {all.length > 1 ? (
              <div className={classes.row}>
                <Button variant="default" onClick={() => setAsked(true)}>
                  {t('places.endOthers')}
                </Button>
              </div>
            ) : null}
          </>
        )}
      </Loaded>
      <ConfirmDialog opened={asked} title={t('places.endOthersTitle')} confirm={t('places.endOthers')} cancel={t('admin:cancel')} danger busy={endOthers.isPending} onConfirm={() => endOthers.mutate(undefined)} onClose={() => setAsked(false)}>
        {t('places.endOthersText')}
      </ConfirmDialog>
    </Section>
  );
}
