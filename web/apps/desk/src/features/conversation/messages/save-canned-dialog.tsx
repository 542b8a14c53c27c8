import { Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { CannedResponse, CannedScope, Message } from '@otklik/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isAboutFields } from '~/shared/field-errors';
import { useLanguage } from '~/shared/i18n';
import { asNew, asShown, asSketches } from '~/shared/keyboards/rows';
import { keys } from '~/shared/keys';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useSession } from '~/shared/session';
import { ShownButtons } from '~/shared/keyboards/shown-buttons';

const TITLE = 60;

/** A message that was good becomes a canned response, with its files. */
export default function SaveCannedDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t } = useTranslation(['canned', 'conversation']);
  const client = useQueryClient();
  const language = useLanguage();
  const shares = useSession().permissions.includes('canned_responses.manage');
  const [title, setTitle] = useState(() => message.text.trim().split('\n')[0]?.slice(0, TITLE) ?? '');
  const [shortcut, setShortcut] = useState('');
  const [folder, setFolder] = useState('');
  const [scope, setScope] = useState<CannedScope>('personal');
  const [text, setText] = useState(message.text);
  const files = message.attachments.length;
  const save = useMutation({
    mutationFn: () => server.post<CannedResponse>('/canned-responses', { title, shortcut, folder, scope, variants: [{ language, text }], ...(files > 0 && { message_id: message.id }), ...(message.buttons.length > 0 && { buttons: asNew(asSketches(message.buttons)) }) }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.canned });
      notifications.show({ message: t('save.done') });
      onClose();
    },
  });
  const errorOf = fieldErrors(save.error);
  return (
    <Modal opened onClose={onClose} title={t('save.title')} closeButtonProps={{ 'aria-label': t('conversation:close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack gap="sm">
          <TextInput label={t('fields.title')} maxLength={100} value={title} error={errorOf('title')} onChange={(event) => setTitle(event.currentTarget.value)} data-autofocus />
          <Group grow align="flex-start">
            <TextInput label={t('fields.shortcut')} leftSection="/" maxLength={32} value={shortcut} error={errorOf('shortcut')} onChange={(event) => setShortcut(event.currentTarget.value.replace(/^[/;]+/, ''))} />
            <TextInput label={t('fields.folder')} maxLength={60} value={folder} error={errorOf('folder')} onChange={(event) => setFolder(event.currentTarget.value)} />
          </Group>
          {shares ? <Select label={t('fields.scope')} allowDeselect={false} value={scope} data={(['personal', 'all'] as const).map((value) => ({ value, label: t(`scopes.${value}`) }))} onChange={(value) => setScope(value ?? 'personal')} /> : null}
          <Textarea label={t('fields.text')} autosize minRows={4} maxRows={12} maxLength={5000} value={text} error={errorOf('variants.0.text')} onChange={(event) => setText(event.currentTarget.value)} />
          {message.buttons.length > 0 ? <ShownButtons rows={asShown(asSketches(message.buttons))} /> : null}
          {files > 0 ? <Text size="sm">{t('save.files', { count: files })}</Text> : null}
          {save.isError && !isAboutFields(save.error) ? (
            <Text size="sm" c="red" role="alert">
              {problemText(save.error)}
            </Text>
          ) : null}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('conversation:cancel')}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!title.trim() || !text.trim()}>
              {t('conversation:save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
