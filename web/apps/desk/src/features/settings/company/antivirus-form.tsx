import { Switch } from '@mantine/core';
import type { Session } from '@otklik/api';
import { Section } from '@otklik/ui';
import { useTranslation } from 'react-i18next';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useDeed, usePutWorkspace } from '../asking';
import { SettingNote } from '../setting-note';
import type { Workspace } from '../wire';

/** Whether files that the antivirus has not seen can be opened; holds at once. */
export function AntivirusForm({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation('admin');
  const putWorkspace = usePutWorkspace();
  const save = useDeed({ quiet: true, stale: [['workspace']], run: (hold_unchecked: boolean) => server.patch<Session['workspace']>('/workspace', { hold_unchecked }), onDone: putWorkspace });
  return (
    <Section title={t('antivirus.title')}>
      <Switch label={t('antivirus.hold')} description={t('antivirus.hint')} disabled={save.isPending} checked={workspace.hold_unchecked} error={save.isError ? problemText(save.error) : undefined} onChange={(event) => save.mutate(event.currentTarget.checked)} />
      <SettingNote of="hold_unchecked" />
    </Section>
  );
}
