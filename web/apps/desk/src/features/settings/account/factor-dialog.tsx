import { Button, Modal, PasswordInput, TextInput } from '@mantine/core';
import { asProblem } from '@otklik/api';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FactorSetup } from '~/shared/factor/factor-setup';
import { RecoveryCodes } from '~/shared/factor/recovery-codes';
import { ownWaysQuery } from '~/shared/own-ways';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import classes from '../parts.module.css';

type Doing = 'on' | 'off' | 'codes';

const titles = { on: 'factor.title', off: 'factor.turnOffTitle', codes: 'factor.newCodesTitle' } as const;

/** Turning the second factor on or off, or new recovery codes. */
export default function FactorDialog({ doing, onClose }: { doing: Doing; onClose: () => void }) {
  const { t } = useTranslation('account');
  return (
    <Modal opened onClose={onClose} title={t(titles[doing])} closeOnClickOutside={false} closeButtonProps={{ 'aria-label': t('factor.close') }}>
      {doing === 'on' ? <FactorSetup onDone={onClose} /> : <Proving doing={doing} onClose={onClose} />}
    </Modal>
  );
}

/** The password and a code, before either is done. */
function Proving({ doing, onClose }: { doing: 'off' | 'codes'; onClose: () => void }) {
  const { t } = useTranslation('account');
  const [form, setForm] = useState({ password: '', code: '' });
  const { data: ways } = useQuery(ownWaysQuery);
  const vouched = ways?.has_password === false;
  const [codes, setCodes] = useState<string[] | null>(null);
  const prove = useMutation({
    mutationFn: () => server.post<{ codes: string[] } | undefined>(`/session/two-factor/${doing === 'off' ? 'off' : 'recovery-codes'}`, form, { quiet: true }),
    onSuccess: (made) => (made ? setCodes(made.codes) : onClose()),
  });
  if (codes) return <RecoveryCodes codes={codes} onDone={onClose} />;
  const refusal = prove.isError ? asProblem(prove.error).code : null;
  const wrongPassword = refusal === 'bad_credentials';
  const wrongCode = refusal === 'bad_code';
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        prove.mutate();
      }}
    >
      <p className={classes.quiet} style={{ margin: 0 }}>
        {t(doing === 'off' ? 'factor.turnOffText' : 'factor.newCodesText')}
      </p>
      {vouched ? <p className={classes.quiet}>{t('factor.vouched')}</p> : <PasswordInput label={t('factor.password')} autoComplete="current-password" required withAsterisk={false} data-autofocus value={form.password} error={wrongPassword ? t('factor.wrongPassword') : undefined} onChange={(event) => setForm({ ...form, password: event.currentTarget.value })} visibilityToggleButtonProps={{ 'aria-label': t('password.show') }} />}
      <TextInput label={t('factor.anyCode')} autoComplete="one-time-code" required withAsterisk={false} maxLength={40} value={form.code} error={wrongCode ? t('factor.wrongCode') : undefined} onChange={(event) => setForm({ ...form, code: event.currentTarget.value })} />
      <p className={classes.error} role="alert">
        {prove.isError && !wrongPassword && !wrongCode ? problemText(prove.error) : null}
      </p>
      <div className={classes.row}>
        <Button type="submit" color={doing === 'off' ? 'red' : 'iris'} loading={prove.isPending}>
          {t(doing === 'off' ? 'factor.turnOff' : 'factor.newCodes')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('factor.cancel')}
        </Button>
      </div>
    </form>
  );
}
