import { Button, PasswordInput, TextInput } from '@mantine/core';
import { asProblem } from '@otklik/api';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ownWaysQuery } from '../own-ways';
import { problemText } from '../problem-text';
import { server } from '../server';
import { QrCode } from './qr-code';
import { RecoveryCodes } from './recovery-codes';
import { useFirstFocus } from './use-first-focus';
import classes from './factor.module.css';

interface NewFactor {
  secret: string;
  address: string;
}

/** Three steps to a second factor: the password, the app with its first code, the recovery codes. */
export function FactorSetup({ onDone }: { onDone: () => void }) {
  const [made, setMade] = useState<NewFactor | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (made) return <AppStep made={made} onConfirmed={setCodes} />;
  return <PasswordStep onMade={setMade} />;
}

function PasswordStep({ onMade }: { onMade: (made: NewFactor) => void }) {
  const { t } = useTranslation('account');
  const field = useFirstFocus();
  const [password, setPassword] = useState('');
  const { data: ways } = useQuery(ownWaysQuery);
  const vouched = ways?.has_password === false;
  const begin = useMutation({ mutationFn: () => server.post<NewFactor>('/session/two-factor', { password }, { quiet: true }), onSuccess: onMade });
  const wrong = begin.isError && asProblem(begin.error).code === 'bad_credentials';
  return (
    <form className={classes.steps} onSubmit={submitting(() => begin.mutate())}>
      {vouched ? <p className={classes.quiet}>{t('factor.vouched')}</p> : <PasswordInput label={t('factor.password')} description={t('factor.passwordHint')} autoComplete="current-password" required withAsterisk={false} data-autofocus ref={field} value={password} error={wrong ? t('factor.wrongPassword') : undefined} onChange={(event) => setPassword(event.currentTarget.value)} visibilityToggleButtonProps={{ 'aria-label': t('password.show') }} />}
      <p className={classes.error} role="alert">
        {begin.isError && !wrong ? problemText(begin.error) : null}
      </p>
      <div className={classes.row}>
        <Button type="submit" loading={begin.isPending}>
          {t('factor.next')}
        </Button>
      </div>
    </form>
  );
}

function AppStep({ made, onConfirmed }: { made: NewFactor; onConfirmed: (codes: string[]) => void }) {
  const { t } = useTranslation('account');
  const field = useFirstFocus();
  const [code, setCode] = useState('');
  const confirm = useMutation({
    mutationFn: () => server.put<{ codes: string[] }>('/session/two-factor', { code }, { quiet: true }),
    onSuccess: ({ codes }) => onConfirmed(codes),
  });
  const wrong = confirm.isError && asProblem(confirm.error).code === 'bad_code';
  return (
    <form className={classes.steps} onSubmit={submitting(() => confirm.mutate())}>
      <p className={classes.text}>{t('factor.scan')}</p>
      <QrCode text={made.address} label={t('factor.qr')} />
      <p className={classes.quiet}>{t('factor.manual')}</p>
      <p className={classes.key} aria-label={t('factor.key')}>
        {made.secret}
      </p>
      <a className={classes.way} href={made.address}>
        {t('factor.openApp')}
      </a>
      <TextInput label={t('factor.code')} description={t('factor.codeHint')} autoComplete="one-time-code" inputMode="numeric" required withAsterisk={false} maxLength={20} ref={field} value={code} error={wrong ? t('factor.wrongCode') : undefined} onChange={(event) => setCode(event.currentTarget.value)} />
      <p className={classes.error} role="alert">
        {confirm.isError && !wrong ? problemText(confirm.error) : null}
      </p>
      <div className={classes.row}>
        <Button type="submit" loading={confirm.isPending}>
          {t('factor.confirm')}
        </Button>
      </div>
    </form>
  );
}

function submitting(deed: () => void): (event: SyntheticEvent) => void {
  return (event) => {
    event.preventDefault();
    deed();
  };
}
