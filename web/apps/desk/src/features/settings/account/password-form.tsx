import { Button, PasswordInput } from '@mantine/core';
import { asProblem } from '@otklik/api';
import { Section } from '@otklik/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isAboutFields } from '~/shared/field-errors';
import { keys } from '~/shared/keys';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useSession } from '~/shared/session';
import { useDeed } from '../asking';
import classes from '../parts.module.css';

const NOTHING = { current: '', password: '' };

export function PasswordForm() {
  const { t } = useTranslation('account');
  const { email } = useSession().operator;
  const [form, setForm] = useState(NOTHING);
  const [touched, setTouched] = useState(false);
  const put = (part: Partial<typeof NOTHING>) => {
    setTouched(true);
    setForm((before) => ({ ...before, ...part }));
  };
  const change = useDeed({
    quiet: true,
    stale: [keys.ownPlaces],
    // A wrong password is an answer here, not the end of the session.
    run: () => server.put<undefined>('/session/password', form, { quiet: true }),
    onDone: () => {
      setForm(NOTHING);
      setTouched(false);
    },
  });
  const errorOf = fieldErrors(change.error);
  const wrong = change.isError && asProblem(change.error).code === 'bad_credentials';
  const eye = { 'aria-label': t('password.show') };
  return (
    <Section title={t('password.title')} hint={t('password.hint')}>
      <form
        className={classes.stack}
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate(undefined);
        }}
      >
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        <div className={classes.pair}>
          <PasswordInput label={t('password.current')} autoComplete="current-password" required withAsterisk={false} maxLength={4096} value={form.current} error={wrong ? t('password.wrong') : errorOf('current')} onChange={(event) => put({ current: event.currentTarget.value })} visibilityToggleButtonProps={eye} />
          <PasswordInput label={t('password.new')} autoComplete="new-password" required withAsterisk={false} maxLength={4096} value={form.password} error={errorOf('password')} onChange={(event) => put({ password: event.currentTarget.value })} visibilityToggleButtonProps={eye} />
        </div>
        <p className={classes.error} role="alert">
          {change.isError && !wrong && !isAboutFields(change.error) ? problemText(change.error) : null}
        </p>
        <div className={classes.row}>
          <Button type="submit" loading={change.isPending}>
            {t('password.change')}
          </Button>
          <span className={classes.quiet} role="status">
            {change.isSuccess && !touched ? t('password.changed') : null}
          </span>
        </div>
      </form>
    </Section>
  );
}
