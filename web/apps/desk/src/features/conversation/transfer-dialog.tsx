import '@mantine/core/styles/Tabs.css';
import { Button, Group, Modal, ScrollArea, Tabs, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Conversation } from '@otklik/api';
import { Avatar, PresenceDot } from '@otklik/ui';
import { IconUsersGroup } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperators, useTeams } from '~/shared/colleagues';
import { useSession } from '~/shared/session';
import { useVerb } from './api';
import { freeFirst } from './free-first';
import classes from './transfer.module.css';

interface TransferDialogProps {
  conversation: Conversation;
  onClose: () => void;
}

type Target = { kind: 'operator'; id: number; name: string } | { kind: 'team'; id: number; name: string };

export default function TransferDialog({ conversation, onClose }: TransferDialogProps) {
  const { t } = useTranslation('conversation');
  const [target, setTarget] = useState<Target | null>(null);
  const [note, setNote] = useState('');
  const verb = useVerb(conversation.id);
  const transfer = () => {
    if (!target) return;
    const body = target.kind === 'operator' ? { operator_id: target.id } : { operator_id: null, team_id: target.id };
    verb.mutate(
      { path: 'assign', body: { ...body, ...(note.trim() && { note: note.trim() }) } },
      {
        onSuccess: () => {
          notifications.show({ message: t('transfer.done', { name: target.name }) });
          onClose();
        },
      },
    );
  };
  return (
    <Modal opened onClose={onClose} title={t('transfer.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Tabs defaultValue="people">
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
      <Textarea mt="md" label={t('transfer.note')} description={t('transfer.noteHint')} value={note} onChange={(event) => setNote(event.currentTarget.value)} autosize minRows={2} maxRows={6} />
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button disabled={!target} loading={verb.isPending} onClick={transfer}>
          {t('transfer.confirm')}
        </Button>
      </Group>
    </Modal>
  );
}

interface ChoiceProps {
  chosen: Target | null;
  onChoose: (target: Target) => void;
}

function People({ current, chosen, onChoose }: ChoiceProps & { current: number | null }) {
  const { t } = useTranslation('conversation');
  const me = useSession().operator.id;
  const people = freeFirst(useOperators()).filter((one) => one.id !== current && !one.disabled);
  return (
    <ScrollArea.Autosize mah={280}>
      <ul className={classes.list} aria-label={t('transfer.people')}>
        {people.map((one) => (
          <li key={one.id}>
            <button type="button" className={classes.choice} aria-pressed={chosen?.kind === 'operator' && chosen.id === one.id} onClick={() => onChoose({ kind: 'operator', id: one.id, name: one.name })}>
              <Avatar name={one.name} url={one.avatar_url} size={28} />
              <PresenceDot presence={one.presence} label={t(`presence.${one.presence}`)} />
              <span className={`${classes.name ?? ''} truncate`}>{one.id === me ? t('transfer.me', { name: one.name }) : one.name}</span>
              <span className={classes.load}>{t('transfer.load', { count: one.open_conversations })}</span>
            </button>
          </li>
        ))}
      </ul>
    </ScrollArea.Autosize>
  );
}

function Teams({ chosen, onChoose }: ChoiceProps) {
  const { t } = useTranslation('conversation');
  const teams = useTeams();
  if (teams.length === 0) return <p className={classes.none}>{t('transfer.noTeams')}</p>;
  return (
    <ul className={classes.list} aria-label={t('transfer.teams')}>
      {teams.map((team) => (
        <li key={team.id}>
          <button type="button" className={classes.choice} aria-pressed={chosen?.kind === 'team' && chosen.id === team.id} onClick={() => onChoose({ kind: 'team', id: team.id, name: team.name })}>
            <IconUsersGroup size={20} stroke={1.6} aria-hidden="true" />
            <span className={`${classes.name ?? ''} truncate`}>{team.name}</span>
            <span className={classes.load}>{t('transfer.load', { count: team.open_conversations })}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
