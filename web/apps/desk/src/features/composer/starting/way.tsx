import { Select, TextInput } from '@mantine/core';
import type { ConversationStart } from '@otklik/api';
import { useTranslation } from 'react-i18next';
import { channelName } from '~/shared/channel-names';
import { useLanguage } from '~/shared/i18n';
import { addressName } from '~/shared/person-name';
import { isPhone } from '~/shared/phones';
import { changeBegun, type Begun } from '~/shared/starting';
import { useReasonText } from '../reason-text';
import { inboxOf, lineOf } from './first-way';

const BY_MAIL = 'mail';
const BY_PHONE = 'phone';

interface WayProps {
  begun: Begun;
  start: ConversationStart;
  errorOf: (field: string) => string | undefined;
}

/** By which address the person is written to; a new one needs a mailbox or a line of ours and, for a new person, a name. */
export function Way({ begun, start, errorOf }: WayProps) {
  const { t } = useTranslation('composer');
  const language = useLanguage();
  const reason = useReasonText();
  const { mailboxes, lines } = start;
  const line = lineOf(begun, start);
  const fresh = begun.identity === null;
  const byMail = fresh && !line;
  const ways = start.identities.map((one) => {
    const name = [channelName(one.channel, language), addressName(one) || one.inbox_name].join(' · ');
    return { value: String(one.id), label: one.reachable ? name : `${name} — ${reason(one.unreachable_reason)}`, disabled: !one.reachable };
  });
  if (mailboxes.length > 0) ways.push({ value: BY_MAIL, label: t('start.otherAddress'), disabled: false });
  if (lines.length > 0) ways.push({ value: BY_PHONE, label: t('start.otherNumber'), disabled: false });
  const take = (value: string | null) => {
    if (value === BY_PHONE) changeBegun({ identity: null, inbox: lines[0]?.id ?? null, address: isPhone(begun.address) ? begun.address : start.phone });
    else if (value === BY_MAIL) changeBegun({ identity: null, inbox: null, address: isPhone(begun.address) || !begun.address ? start.email : begun.address });
    else changeBegun({ identity: Number(value), inbox: null });
  };
  const ours = line ? lines.map((one) => ({ value: String(one.id), label: [channelName(one.channel, language), one.name].join(' · ') })) : mailboxes.map((one) => ({ value: String(one.id), label: one.address || one.name }));
  return (
    <>
      {begun.contact && ways.length > 0 ? (
        <Select label={t('start.way')} allowDeselect={false} data={ways} value={line ? BY_PHONE : byMail ? BY_MAIL : String(begun.identity)} error={errorOf('identity_id')} onChange={take} />
      ) : null}
      {begun.contact && byMail && mailboxes.length > 0 ? (
        <TextInput label={t('start.address')} type="email" maxLength={320} autoComplete="off" value={begun.address} error={errorOf('address')} onChange={(event) => changeBegun({ address: event.currentTarget.value.trim() })} />
      ) : null}
      {begun.contact && line ? (
        <TextInput label={t('start.number')} type="tel" maxLength={40} autoComplete="off" value={begun.address} error={errorOf('address')} onChange={(event) => changeBegun({ address: event.currentTarget.value })} />
      ) : null}
      {!begun.contact && begun.address ? (
        <TextInput label={t('start.name')} description={t('start.nameHint')} maxLength={200} autoComplete="off" value={begun.name} error={errorOf('name') ?? errorOf('address')} onChange={(event) => changeBegun({ name: event.currentTarget.value })} />
      ) : null}
      {fresh && ours.length > 1 && (begun.contact ?? begun.address) ? (
        <Select label={t(line ? 'start.throughLine' : 'start.through')} allowDeselect={false} value={String(inboxOf(begun, start))} data={ours} error={errorOf('inbox_id')} onChange={(value) => changeBegun({ inbox: Number(value) })} />
      ) : null}
    </>
  );
}
