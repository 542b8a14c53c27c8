import type { Session } from '@otklik/api';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch } from './language-switch';
import { SignInForm } from './sign-in-form';
import { Wordmark } from './wordmark';
import classes from './session.module.css';

export default function SignInPage({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  const { t } = useTranslation('session');
  useEffect(() => {
    document.title = t('pageTitle');
  }, [t]);
  return (
    <main className={classes.page}>
      <div className={classes.box}>
        <Wordmark />
        <h1 className={classes.title}>{t('title')}</h1>
        <SignInForm onSignedIn={onSignedIn} />
      </div>
      <LanguageSwitch />
    </main>
  );
}
