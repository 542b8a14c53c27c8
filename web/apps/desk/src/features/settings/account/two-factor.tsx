import { Button } from '@mantine/core';
import { Section } from '@otklik/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { Loaded } from '../loaded';
import { Moment } from '../moment';
import classes from '../parts.module.css';

export interface FactorState {
  since: string | null;
  codes_left: number;
}

const FactorDialog = lazy(() => import('./factor-dialog'));

/** Whether I sign in with a second factor, and the ways to change that. */
export function TwoFactor() {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const [doing, setDoing] = useState<'on' | 'off' | 'codes' | null>(null);
  const state = useQuery({ queryKey: keys.ownFactor, queryFn: () => server.get<FactorState>('/session/two-factor') });
  const close = () => {
    setDoing(null);
    void client.invalidateQueries({ queryKey: keys.ownFactor });
    void client.invalidateQueries({ queryKey: keys.ownPlaces });
  };
  return (
    <Section title={t('factor.title')} hint={t('factor.hint')}>
      <Loaded query={state}>
        {({ since, codes_left: left }) => (
          <>
            <p className={classes.quiet} style={{ margin: 0 }}>
              {since === null ? (
                t('factor.off')
              ) : (
                <>
                  {t('factor.on')} <Moment at={since} /> · {t('factor.codesLeft', { count: left })}
                </>
              )}
            </p>
            <div className={classes.row}>
              {since === null ? (
                <Button onClick={() => setDoing('on')}>{t('factor.turnOn')}</Button>
              ) : (
                <>
                  <Button variant="default" onClick={() => setDoing('codes')}>
                    {t('factor.newCodes')}
                  </Button>
                  <Button variant="default" onClick={() => setDoing('off')}>
                    {t('factor.turnOff')}
                  </Button>
                </>
              )}
            </div>
          </>
        )}
      </Loaded>
      <Suspense fallback={null}>{doing ? <FactorDialog doing={doing} onClose={close} /> : null}</Suspense>
    </Section>
  );
}
