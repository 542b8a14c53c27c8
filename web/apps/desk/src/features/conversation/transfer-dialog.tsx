import '@mantine/core/styles/Tabs.css';
import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Switch.css';
import { Button, Group, Modal, Switch, Tabs, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Conversation } from '@otklik/api';
import { playerTime } from '@otklik/i18n';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperators } from '~/shared/colleagues';
import { keep, recall } from '~/shared/kept';
import { useSession } from '~/shared/session';
import { useOffering, useVerb } from './api';
import { People } from './transfer-people';
import { Teams } from './transfer-teams';

export interface Target {
  kind: 'operator' | 'team';
  id: number;
  name: string;
}

export interface ChoiceProps {
  chosen: Target | null;
  onChoose: (target: Target) => void;
}

interface TransferDialogProps {
  conversation: Conversation;
  /** What is shown first. */
  page: 'people' | 'teams';
  onClose: () => void;
}

const LONGEST_NOTE = 2000;
const WARM = 'transfer.warm';
const FOLLOW = 'transfer.follow';

/** To whom, with what words, and whether to wait until they accept. */
export default function TransferDialog({ conversation, page, onClose }: TransferDialogProps) {
  const { t } = useTranslation('conversation');
  const { operator: me, workspace } = useSession();
  const [target, setTarget] = useState<Target | null>(null);
  const [note, setNote] = useState('');
  const [wishesWarm, setWishesWarm] = useState(recall(WARM) !== false);
  const [follow, setFollow] = useState(recall(FOLLOW) === true);
  // As they are now, not as they were when they were chosen.
  const colleague = useOperators().find((one) => target?.kind === 'operator' && one.id === target.id);
  const mayWait = colleague !== undefined && colleague.presence !== 'offline' && colleague.id !== me.id;
  const warm = mayWait && wishesWarm;
  const done = (words: 'transfer.done' | 'transfer.offered') => () => {
    keep(WARM, wishesWarm);
    keep(FOLLOW, follow);
    notifications.show({ message: t(words, { name: target?.name ?? '' }) });
    onClose();
  };
  const verb = useVerb(conversation.id);
  const offering = useOffering(conversation.id);
  const isMe = target?.kind === 'operator' && target.id === me.id;
  const needsNote = workspace.transfer_note_required && !isMe;
  const transfer = () => {
    if (!target) return;
    const words = { ...(note.trim() && { note: note.trim() }), ...(follow && !isMe && { follow }) };
    if (warm) {
      offering.mutate({ operator_id: target.id, ...words }, { onSuccess: done('transfer.offered') });
      return;
    }
    const body = target.kind === 'operator' ? { operator_id: target.id } : { operator_id: null, team_id: target.id };
    verb.mutate({ path: 'assign', body: { ...body, ...words } }, { onSuccess: done('transfer.done') });
  };
  return (
    <Modal opened onClose={onClose} title={t('transfer.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Tabs defaultValue={page} onChange={() => setTarget(null)}>
        <Tabs.List>
          <Tabs.Tab value="people">{t('transfer.people')}</Tabs.Tab>
          <Tabs.Tab value="teams">{t('transfer.teams')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="people">
          <People current={conversation.assignee?.id ?? null} chosen={target} onChoose={setTarget} />
        </Tabs.Panel>
        <Tabs.Panel value="teams">
          <Teams chosen={target} onChoose={setTarget} />
        </Tabs.Panel>
      </Tabs>
      <Textarea
        mt="md"
        label={t('transfer.note')}
        description={t(workspace.transfer_note_required ? 'transfer.noteNeeded' : 'transfer.noteHint')}
        required={workspace.transfer_note_required}
        withAsterisk={false}
        maxLength={LONGEST_NOTE}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        autosize
        minRows={2}
        maxRows={6}
      />
      {mayWait ? <Switch mt="md" label={t('transfer.warm')} description={t('transfer.warmHint', { time: playerTime(workspace.transfer_accept_seconds) })} checked={wishesWarm} onChange={(event) => setWishesWarm(event.currentTarget.checked)} /> : null}
      {target && !isMe ? <Switch mt="md" label={t('transfer.follow')} description={t('transfer.followHint')} checked={follow} onChange={(event) => setFollow(event.currentTarget.checked)} /> : null}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button disabled={!target || (needsNote && note.trim() === '')} loading={verb.isPending || offering.isPending} onClick={transfer}>
          {t(warm ? 'transfer.offer' : 'transfer.confirm')}
        </Button>
      </Group>
    </Modal>
  );
}
