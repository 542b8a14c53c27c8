import { Switch, TextInput } from '@mantine/core';
import { Section } from '@otklik/ui';
import { useTranslation } from 'react-i18next';
import { CopyField } from '../copy-field';
import type { ProviderForm } from './wire';

interface MoreOfProviderProps {
  form: ProviderForm;
  put: (part: Partial<ProviderForm>) => void;
  errorOf: (name: string) => string | undefined;
  /** Where the provider tells of sign-outs there; a new one has no such address yet. */
  logout: string | undefined;
}

/** What is seldom changed. */
export function MoreOfProvider({ form, put, errorOf, logout }: MoreOfProviderProps) {
  const { t } = useTranslation('sso');
  return (
    <Section title={t('more')}>
      <TextInput label={t('scopes')} description={t('scopesHint')} maxLength={300} value={form.scopes} error={errorOf('scopes')} onChange={(event) => put({ scopes: event.currentTarget.value })} />
      <Switch label={t('trusts')} description={t('trustsHint')} checked={form.trusts_factor} onChange={(event) => put({ trusts_factor: event.currentTarget.checked })} />
      <Switch label={t('signsOut')} description={t('signsOutHint')} checked={form.signs_out} onChange={(event) => put({ signs_out: event.currentTarget.checked })} />
      {logout ? <CopyField label={t('backChannel')} hint={t('backChannelHint')} value={logout} /> : null}
      <Switch label={t('enabled')} description={t('enabledHint')} checked={form.enabled} onChange={(event) => put({ enabled: event.currentTarget.checked })} />
    </Section>
  );
}
