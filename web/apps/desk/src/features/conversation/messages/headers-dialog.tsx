import { Button, Group, Modal, Skeleton, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Message } from '@otklik/api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { problemText, tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';
import classes from './mail.module.css';

/** The headers of a letter as they came. */
export default function HeadersDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t } = useTranslation('conversation');
  const { data, error } = useQuery({
    queryKey: keys.rawHeaders(message.id),
    queryFn: ({ signal }) => server.get<{ head: string }>(`/messages/${message.id}/headers`, undefined, signal),
    staleTime: Infinity,
  });
  const copy = () => {
    navigator.clipboard.writeText(data?.head ?? '').then(() => notifications.show({ message: t('copied') }), tellProblem);
  };
  return (
    <Modal opened onClose={onClose} title={t('headers.title')} size="xl" closeButtonProps={{ 'aria-label': t('close') }}>
      {error ? <p role="alert">{problemText(error)}</p> : null}
      {data ? <Textarea classNames={{ input: classes.headers ?? '' }} value={data.head} readOnly autosize minRows={6} maxRows={22} aria-label={t('headers.title')} data-autofocus /> : null}
      {!data && !error ? <Skeleton height={160} /> : null}
      <Group justify="flex-end" mt="md">
        <Button onClick={copy} disabled={!data}>
          {t('headers.copy')}
        </Button>
      </Group>
    </Modal>
  );
}
