import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import type { Session } from '@otklik/api';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isAboutFields } from '~/shared/field-errors';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { acceptSession } from '~/shared/session';
import classes from './entry.module.css';

interface JoinFormProps {
  token: string;
  email: string;
  onReady: (session: Session) => void;
}

export function JoinForm({ token, email, onReady }: JoinFormProps) {
  const { t } = useTranslation('setup');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const join = useMutation({
    mutationFn: () => server.post<Session>('/invitations/accept', { token, name, password }, { quiet: true }),
    onSuccess: (session) => {
      acceptSession(session);
      onReady(session);
    },
  });
  const errorOf = fieldErrors(join.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        join.mutate();
      }}
    >
      <Stack gap={14}>
        <TextInput label={t('fields.email')} type="email" name="email" autoComplete="username" readOnly value={email} />
        <TextInput label={t('fields.name')} description={t('fields.nameHint')} name="name" autoComplete="name" required withAsterisk={false} maxLength={200} value={name} error={errorOf('name')} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
        <PasswordInput label={t('fields.password')} description={t('fields.passwordHint')} name="password" autoComplete="new-password" required withAsterisk={false} value={password} error={errorOf('password')} onChange={(event) => setPassword(event.currentTarget.value)} visibilityToggleButtonProps={{ 'aria-label': t('fields.showPassword') }} />
        <p className={classes.error} role="alert">
          {join.isError && !isAboutFields(join.error) ? problemText(join.error) : null}
        </p>
        <Button type="submit" fullWidth loading={join.isPending}>
          {t('invitation.submit')}
        </Button>
      </Stack>
    </form>
  );
}
