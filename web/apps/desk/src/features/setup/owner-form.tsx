import { Button, PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import type { Session } from '@otklik/api';
import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isAboutFields } from '~/shared/field-errors';
import { speak, useLanguage } from '~/shared/i18n';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { acceptSession } from '~/shared/session';
import { guessTimeZone, timeZones } from '~/shared/time-zones';
import classes from './entry.module.css';

interface OwnerFormProps {
  token: string;
  onReady: (session: Session) => void;
}

export function OwnerForm({ token, onReady }: OwnerFormProps) {
  const { t } = useTranslation('setup');
  const locale = useLanguage();
  const zones = useMemo(timeZones, []);
  const [owner, setOwner] = useState({ name: '', email: '', password: '', company: '', time_zone: guessTimeZone() });
  const change = (part: Partial<typeof owner>) => setOwner((before) => ({ ...before, ...part }));
  const setup = useMutation({
    mutationFn: () => server.post<Session>('/setup', { ...owner, email: owner.email.trim(), locale, token }, { quiet: true }),
    onSuccess: (session) => {
      acceptSession(session);
      onReady(session);
    },
  });
  const errorOf = fieldErrors(setup.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setup.mutate();
      }}
    >
      <Stack gap={14}>
        <TextInput label={t('fields.company')} name="company" autoComplete="organization" required withAsterisk={false} maxLength={200} value={owner.company} error={errorOf('company')} onChange={(event) => change({ company: event.currentTarget.value })} data-autofocus />
        <TextInput label={t('fields.name')} description={t('fields.nameHint')} name="name" autoComplete="name" required withAsterisk={false} maxLength={200} value={owner.name} error={errorOf('name')} onChange={(event) => change({ name: event.currentTarget.value })} />
        <TextInput label={t('fields.email')} type="email" name="email" autoComplete="username" required withAsterisk={false} value={owner.email} error={errorOf('email')} onChange={(event) => change({ email: event.currentTarget.value })} />
        <PasswordInput label={t('fields.password')} description={t('fields.passwordHint')} name="password" autoComplete="new-password" required withAsterisk={false} value={owner.password} error={errorOf('password')} onChange={(event) => change({ password: event.currentTarget.value })} visibilityToggleButtonProps={{ 'aria-label': t('fields.showPassword') }} />
        <Select
          label={t('fields.language')}
          value={locale}
          data={[
            { value: 'ru', label: 'Русский' },
            { value: 'en', label: 'English' },
          ]}
          onChange={(value) => value && void speak(value)}
        />
        <Select label={t('fields.timeZone')} searchable nothingFoundMessage={t('fields.noZone')} limit={100} value={owner.time_zone} data={zones} error={errorOf('time_zone')} onChange={(time_zone) => time_zone && change({ time_zone })} />
        <p className={classes.error} role="alert">
          {setup.isError && !isAboutFields(setup.error) ? problemText(setup.error) : null}
        </p>
        <Button type="submit" fullWidth loading={setup.isPending}>
          {t('owner.submit')}
        </Button>
      </Stack>
    </form>
  );
}
