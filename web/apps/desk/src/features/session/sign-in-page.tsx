import { Alert } from '@mantine/core';
import type { Session } from '@otklik/api';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeForm } from './code-form';
import { LanguageSwitch } from './language-switch';
import { ProviderButtons } from './provider-buttons';
import { SignInForm } from './sign-in-form';
import { readReason } from './sign-in-ways';
import { Wordmark } from './wordmark';
import classes from './session.module.css';

interface SignInPageProps {
  onSignedIn: (session: Session) => void;
  onStartAgain: () => void;
  /** Where to go on afterwards. */
  next: string;
  /** The mark of a provider, where the installation serves several companies. */
  company?: string | undefined;
  /** What a provider's way back says: that a code is needed, or why nobody was let in. */
  told?: string | undefined;
}

export default function SignInPage({ onSignedIn, onStartAgain, next, company, told }: SignInPageProps) {
  const { t } = useTranslation('session');
  useEffect(() => {
    document.title = t('pageTitle');
  }, [t]);
  const reason = readReason(told);
  return (
    <main className={classes.page}>
      <div className={classes.box}>
        <Wordmark />
        {told === 'code' ? (
          <>
            <h1 className={classes.title}>{t('codeTitle')}</h1>
            <CodeForm onSignedIn={onSignedIn} onStartAgain={onStartAgain} />
          </>
        ) : (
          <>
            <h1 className={classes.title}>{t('title')}</h1>
            {reason ? (
              <Alert color="red" variant="light" mb={14}>
                {t(`refused.${reason}`)}
              </Alert>
            ) : null}
            <ProviderButtons company={company} next={next} />
            <SignInForm onSignedIn={onSignedIn} />
          </>
        )}
      </div>
      <LanguageSwitch />
    </main>
  );
}
