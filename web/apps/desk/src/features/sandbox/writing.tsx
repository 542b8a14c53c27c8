import { Button, TextInput } from '@mantine/core';
import { IconAction } from '@otklik/ui';
import { IconPaperclip } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tellProblem } from '~/shared/problem-text';
import { ask } from './api';
import classes from './sandbox.module.css';

interface WritingProps {
  person: number;
  busy: boolean;
  onSay: (text: string) => Promise<unknown>;
}

function kindOf(mime: string): string {
  if (mime === 'image/jpeg' || mime === 'image/png') return 'photo';
  if (mime.startsWith('video/')) return 'video';
  if (mime.startsWith('audio/')) return 'audio';
  return 'document';
}

export function Writing({ person, busy, onSay }: WritingProps) {
  const { t } = useTranslation('sandbox');
  const client = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const send = useMutation({
    mutationFn: (file: File) => ask('POST', `/people/${person}/files?${new URLSearchParams({ kind: kindOf(file.type), name: file.name }).toString()}`, file),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sandbox', 'chat', person] }),
    onError: tellProblem,
  });
  const say = async () => {
    const said = text.trim();
    if (!said || busy) return;
    setText('');
    await onSay(said).catch(() => setText(said));
  };
  return (
    <form
      className={classes.foot}
      onSubmit={(event) => {
        event.preventDefault();
        void say();
      }}
    >
      <TextInput aria-label={t('write')} placeholder={t('write')} autoComplete="off" value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <input
        ref={picker}
        type="file"
        hidden
        aria-label={t('attach')}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) send.mutate(file);
        }}
      />
      <IconAction label={t('attach')} icon={IconPaperclip} loading={send.isPending} onClick={() => picker.current?.click()} />
      <Button type="submit">{t('send')}</Button>
    </form>
  );
}
