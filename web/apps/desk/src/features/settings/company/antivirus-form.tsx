import { Switch } from '@mantine/core';
import type { Session } from '@otklik/api';
import { Section } from '@otklik/ui';
import { useTranslation } from 'react-i18next';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useDeed, usePutWorkspace } from '../asking';
import { SettingNote } from '../setting-note';
import type { Workspace } from '../wire';

type Wish = Pick<Workspace, 'hold_unchecked'> | Pick<Workspace, 'open_too_large'>;

/** Whether files open that the antivirus has not seen, and those it cannot look at; both hold at once. */
export function AntivirusForm({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation('admin');
  const putWorkspace = usePutWorkspace();
  const save = useDeed({ quiet: true, stale: [['workspace']], run: (wish: Wish) => server.patch<Session['workspace']>('/workspace', wish), onDone: putWorkspace });
  const wrong = (of: string) => (save.isError && of in save.variables ? problemText(save.error) : undefined);
  return (
    <Section title={t('antivirus.title')}>
      <Switch label={t('antivirus.hold')} description={t('antivirus.hint')} disabled={save.isPending} checked={workspace.hold_unchecked} error={wrong('hold_unchecked')} onChange={(event) => save.mutate({ hold_unchecked: event.currentTarget.checked })} />
      <SettingNote of="hold_unchecked" />
      <Switch label={t('antivirus.tooLarge')} description={t('antivirus.tooLargeHint')} disabled={save.isPending} checked={workspace.open_too_large} error={wrong('open_too_large')} onChange={(event) => save.mutate({ open_too_large: event.currentTarget.checked })} />
      <SettingNote of="open_too_large" />
    </Section>
  );
}
