import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { FactorSetup } from '~/shared/factor/factor-setup';
import { server } from '~/shared/server';
import { renewRights } from '~/shared/session';
import { tellProblem } from '~/shared/problem-text';
import { LanguageSwitch } from './language-switch';
import { Wordmark } from './wordmark';
import classes from './session.module.css';

/** The company asks for a second factor: it is set up before the desk opens. */
export default function FactorGate() {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  useEffect(() => {
    document.title = t('factor.title');
  }, [t]);
  const signOut = () => server.post<{ url: string | null }>('/session/sign-out', {}).then(({ url }) => window.location.assign(url ?? '/sign-in'), tellProblem);
  return (
    <main className={classes.page}>
      <div className={classes.box}>
        <Wordmark />
        <h1 className={classes.title}>{t('factor.gateTitle')}</h1>
        <p className={classes.lead}>{t('factor.gateHint')}</p>
        <FactorSetup onDone={() => void renewRights(client)} />
      </div>
      <Button variant="subtle" onClick={() => void signOut()}>
        {t('factor.signOut')}
      </Button>
      <LanguageSwitch />
    </main>
  );
}
