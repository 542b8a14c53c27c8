import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTeams } from '~/shared/colleagues';
import { fieldErrors, isAboutFields } from '~/shared/field-errors';
import { keys } from '~/shared/keys';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useDeed, useIdempotency } from '../asking';
import { CopyField } from '../copy-field';
import classes from '../parts.module.css';
import { useOfferedRoles } from '../roles/wire';
import type { Invitation, InvitedRole } from '../wire';

/** An address and a role become a link to pass on; the link is shown this once. */
export function InviteForm() {
  const { t } = useTranslation('admin');
  const teams = useTeams();
  const roles = useOfferedRoles().filter((one) => one.value !== 'owner');
  const sameKey = useIdempotency();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<InvitedRole>('operator');
  const [teamIds, setTeamIds] = useState<string[]>([]);
  const invite = useDeed({
    quiet: true,
    stale: [['invitations'], keys.session],
    run: () => {
      const body = { email: email.trim(), role, team_ids: teamIds.map(Number) };
      return server.post<Invitation>('/invitations', body, sameKey(body));
    },
    onDone: () => setEmail(''),
  });
  const errorOf = fieldErrors(invite.error);
  return (
    <div className={classes.stack}>
      <form
        className={classes.stack}
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate(undefined);
        }}
      >
        <TextInput label={t('people.email')} type="email" required withAsterisk={false} autoComplete="off" value={email} error={errorOf('email')} onChange={(event) => setEmail(event.currentTarget.value)} />
        <Select label={t('people.role')} description={roles.find((one) => one.value === role)?.hint} allowDeselect={false} value={role} data={roles.map(({ value, label }) => ({ value, label }))} error={errorOf('role')} onChange={(value) => value && setRole(value as InvitedRole)} />
        {teams.length > 0 ? <MultiSelect label={t('people.teams')} value={teamIds} data={teams.map(({ id, name }) => ({ value: String(id), label: name }))} error={errorOf('team_ids')} onChange={setTeamIds} /> : null}
        <p className={classes.error} role="alert">
          {invite.isError && !isAboutFields(invite.error) ? problemText(invite.error) : null}
        </p>
        <div>
          <Button type="submit" loading={invite.isPending}>
            {t('people.makeLink')}
          </Button>
        </div>
      </form>
      <div aria-live="polite">{invite.data?.link ? <CopyField label={t('people.linkFor', { email: invite.data.email })} hint={t('people.linkHint')} value={invite.data.link} /> : null}</div>
    </div>
  );
}
