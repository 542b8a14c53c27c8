import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannels, useInboxes } from '~/shared/channels';

interface MailboxSelectProps {
  label: ReactNode;
  description: ReactNode;
  error: ReactNode;
  name: string;
  value: number | null;
  onChange: (value: number | null) => void;
}

/** One of the company's mailboxes, or none. One that was taken away is still named, so that it can be changed. */
export function MailboxSelect({ value, onChange, ...around }: MailboxSelectProps) {
  const { t } = useTranslation('channels');
  const letters = new Set(useChannels().filter((one) => one.capabilities.subject).map((one) => one.slug));
  const inboxes = useInboxes();
  const boxes = (inboxes ?? []).filter((one) => letters.has(one.channel)).map((one) => ({ value: String(one.id), label: one.name }));
  const gone = value !== null && inboxes !== undefined && !boxes.some((one) => one.value === String(value));
  return (
    <Select
      {...around}
      clearable
      value={value === null ? null : String(value)}
      data={gone ? [...boxes, { value: String(value), label: t('mailbox.gone') }] : boxes}
      placeholder={t(boxes.length > 0 ? 'mailbox.none' : 'mailbox.noneYet')}
      onChange={(chosen) => onChange(chosen === null ? null : Number(chosen))}
    />
  );
}
