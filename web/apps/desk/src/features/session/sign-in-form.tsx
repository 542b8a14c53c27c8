import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { asProblem, type Session } from '@otklik/api';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { acceptSession } from '~/shared/session';
import { CodeField } from './code-field';
import classes from './session.module.css';

interface SignInFormProps {
  /** The address is known when a session ended under an open page. */
  email?: string;
  onSignedIn: (session: Session) => void;
}

export function SignInForm({ email: known, onSignedIn }: SignInFormProps) {
  const { t } = useTranslation('session');
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [codeAsked, setCodeAsked] = useState(false);
  const signIn = useMutation({
    mutationFn: () => server.post<Session>('/session', { email: email.trim(), password, code }, { quiet: true }),
    onSuccess: (session) => {
      acceptSession(session);
      onSignedIn(session);
    },
    onError: (error) => {
      if (asProblem(error).code === 'code_needed') setCodeAsked(true);
    },
  });
  const refusal = signIn.isError ? asProblem(signIn.error).code : null;
  const wrong = refusal === 'bad_credentials' || refusal === 'unauthorized';
  const wrongCode = refusal === 'bad_code';
  const error = refusal === null || wrongCode || refusal === 'code_needed' ? null : wrong ? t('wrong') : problemText(signIn.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        signIn.mutate();
      }}
    >
      <Stack gap={14}>
        <TextInput label={t('email')} type="email" name="email" autoComplete="username" required withAsterisk={false} value={email} readOnly={known !== undefined} onChange={(event) => setEmail(event.currentTarget.value)} />
        <PasswordInput label={t('password')} name="password" autoComplete="current-password" required withAsterisk={false} value={password} onChange={(event) => setPassword(event.currentTarget.value)} visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }} data-autofocus />
        {codeAsked ? <CodeField value={code} wrong={wrongCode} onChange={setCode} /> : null}
        <p className={classes.error} role="alert">
          {error}
        </p>
        <Button type="submit" loading={signIn.isPending} fullWidth>
          {t('signIn')}
        </Button>
      </Stack>
    </form>
  );
}
