import { Select, TextInput } from '@mantine/core';
import type { ConversationStart } from '@otklik/api';
import { useTranslation } from 'react-i18next';
import { channelName } from '~/shared/channel-names';
import { useLanguage } from '~/shared/i18n';
import { addressName } from '~/shared/person-name';
import { changeBegun, type Begun } from '~/shared/starting';
import { useReasonText } from '../reason-text';

export const BY_MAIL = 'mail';

interface WayProps {
  begun: Begun;
  start: ConversationStart;
  errorOf: (field: string) => string | undefined;
}

/** By which address the person is written to; a new one needs a mailbox of ours and, for a new person, a name. */
export function Way({ begun, start, errorOf }: WayProps) {
  const { t } = useTranslation('composer');
  const language = useLanguage();
  const reason = useReasonText();
  const { mailboxes } = start;
  const byMail = begun.identity === null;
  const ways = start.identities.map((one) => {
    const name = [channelName(one.channel, language), addressName(one) || one.inbox_name].join(' · ');
    return { value: String(one.id), label: one.reachable ? name : `${name} — ${reason(one.unreachable_reason)}`, disabled: !one.reachable };
  });
  if (mailboxes.length > 0) ways.push({ value: BY_MAIL, label: t('start.otherAddress'), disabled: false });
  return (
    <>
      {begun.contact && ways.length > 0 ? (
        <Select label={t('start.way')} allowDeselect={false} data={ways} value={byMail ? BY_MAIL : String(begun.identity)} error={errorOf('identity_id')} onChange={(value) => changeBegun({ identity: value === BY_MAIL ? null : Number(value) })} />
      ) : null}
      {begun.contact && byMail && mailboxes.length > 0 ? (
        <TextInput label={t('start.address')} type="email" maxLength={320} autoComplete="off" value={begun.address} error={errorOf('address')} onChange={(event) => changeBegun({ address: event.currentTarget.value.trim() })} />
      ) : null}
      {!begun.contact && begun.address ? (
        <TextInput label={t('start.name')} description={t('start.nameHint')} maxLength={200} autoComplete="off" value={begun.name} error={errorOf('name') ?? errorOf('address')} onChange={(event) => changeBegun({ name: event.currentTarget.value })} />
      ) : null}
      {byMail && mailboxes.length > 1 && (begun.contact ?? begun.address) ? (
        <Select label={t('start.through')} allowDeselect={false} value={String(begun.inbox ?? mailboxes[0]?.id)} data={mailboxes.map((one) => ({ value: String(one.id), label: one.address || one.name }))} error={errorOf('inbox_id')} onChange={(value) => changeBegun({ inbox: Number(value) })} />
      ) : null}
    </>
  );
}
