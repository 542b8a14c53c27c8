import { Select } from '@mantine/core';
import type { Session, TwoFactorPolicy } from '@otklik/api';
import { Section } from '@otklik/ui';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isAboutFields } from '~/shared/field-errors';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useDeed, usePutWorkspace } from '../asking';
import { SettingNote } from '../setting-note';
import type { Workspace } from '../wire';

const policies: TwoFactorPolicy[] = ['off', 'admins', 'everybody'];

/** Of whom the company asks a second factor; holds at once. */
export function TwoFactorForm({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation('admin');
  const putWorkspace = usePutWorkspace();
  const save = useDeed({ quiet: true, stale: [['workspace']], run: (two_factor: TwoFactorPolicy) => server.patch<Session['workspace']>('/workspace', { two_factor }), onDone: putWorkspace });
  const error = save.isError ? (isAboutFields(save.error) ? fieldErrors(save.error)('two_factor') : problemText(save.error)) : undefined;
  return (
    <Section title={t('twoFactor.title')}>
      <Select label={t('twoFactor.policy')} description={t('twoFactor.hint')} allowDeselect={false} disabled={save.isPending} value={workspace.two_factor} data={policies.map((value) => ({ value, label: t(`twoFactor.policies.${value}`) }))} error={error} onChange={(value) => value && value !== workspace.two_factor && save.mutate(value)} />
      <SettingNote of="two_factor" />
    </Section>
  );
}
