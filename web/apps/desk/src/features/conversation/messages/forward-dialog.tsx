import '@otklik/ui/forms';
import { Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { uuid7, type ForwardStart, type Message } from '@otklik/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isAboutFields } from '~/shared/field-errors';
import { keys } from '~/shared/keys';
import { AddressLine } from '~/shared/letters/address-line';
import { isAddress, RECIPIENTS_MAX } from '~/shared/letters/addresses';
import { Copies } from '~/shared/letters/copies';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { putMessages } from '../live';
import classes from './mail.module.css';

interface ForwardDialogProps {
  message: Message;
  onClose: () => void;
}

/** Passes a message with its files on to somebody who is not the customer. */
export default function ForwardDialog({ message, onClose }: ForwardDialogProps) {
  const { t } = useTranslation(['conversation', 'composer']);
  const client = useQueryClient();
  const path = `/conversations/${message.conversation_id}/messages/${message.id}/forward`;
  const { data: start, error: missing } = useQuery({ queryKey: keys.forward(message.id), queryFn: ({ signal }) => server.get<ForwardStart>(path, undefined, signal) });
  const [id] = useState(uuid7);
  const [to, setTo] = useState<string[]>([]);
  const [copies, setCopies] = useState<{ cc: string[]; bcc: string[] }>({ cc: [], bcc: [] });
  const [subject, setSubject] = useState<string | null>(null);
  const [box, setBox] = useState<number | null>(null);
  const [text, setText] = useState('');
  const inbox = box ?? start?.mailboxes[0]?.id ?? null;
  const send = useMutation({
    mutationFn: () => server.post<Message>(path, { client_id: id, inbox_id: inbox, to, ...copies, text, subject: subject ?? start?.subject ?? '' }),
    onSuccess: (made) => {
      putMessages(client, [made]);
      notifications.show({ message: t('forward.done', { to: to.join(', ') }) });
      onClose();
    },
  });
  const errorOf = fieldErrors(send.error);
  const everybody = [...to, ...copies.cc, ...copies.bcc];
  const tooMany = everybody.length > RECIPIENTS_MAX ? t('composer:letter.tooMany', { count: RECIPIENTS_MAX }) : undefined;
  const ready = to.length > 0 && everybody.every(isAddress) && !tooMany && inbox !== null;
  const files = message.attachments.length;
  return (
    <Modal opened onClose={onClose} title={t('forward.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) send.mutate();
        }}
      >
        <Stack gap="sm">
          {start?.mailboxes.length === 0 ? <Text size="sm">{t('forward.noMailbox')}</Text> : null}
          {start && start.mailboxes.length > 1 ? (
            <Select label={t('forward.from')} allowDeselect={false} value={inbox === null ? null : String(inbox)} data={start.mailboxes.map((one) => ({ value: String(one.id), label: one.address || one.name }))} error={errorOf('inbox_id')} onChange={(value) => setBox(Number(value))} />
          ) : null}
          <div className={classes.recipients}>
            <AddressLine label={t('composer:letter.to')} addresses={to} focused error={tooMany ?? errorOf('to')} onChange={setTo} />
            <Copies lines={copies} errorOf={errorOf} onChange={(part) => setCopies((now) => ({ ...now, ...part }))} />
          </div>
          <TextInput label={t('forward.subject')} maxLength={300} value={subject ?? start?.subject ?? ''} error={errorOf('subject')} onChange={(event) => setSubject(event.currentTarget.value)} />
          <Textarea label={t('forward.words')} description={files > 0 ? t('forward.files', { count: files }) : t('forward.below')} autosize minRows={3} maxRows={10} value={text} error={errorOf('text')} onChange={(event) => setText(event.currentTarget.value)} />
          {(send.isError && !isAboutFields(send.error)) || missing ? (
            <Text size="sm" c="red" role="alert">
              {problemText(send.error ?? missing)}
            </Text>
          ) : null}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={send.isPending} disabled={!ready}>
              {t('forward.send')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
