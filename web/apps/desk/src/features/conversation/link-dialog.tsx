import { Button, Group, Modal, SegmentedControl, TextInput } from '@mantine/core';
import type { Conversation, ConversationRow } from '@otklik/api';
import { numbered } from '@otklik/i18n';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { useLinking } from '~/shared/linking';
import { LastWords } from './last-words';
import { Targets } from './targets';
import classes from './merge.module.css';

/** Chooses the conversation this one belongs to, or one that belongs to it; of any customer. */
export default function LinkDialog({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const [words, setWords] = useState('');
  const [side, setSide] = useState<'up' | 'down'>('up');
  const [target, setTarget] = useState<ConversationRow | null>(null);
  const { link } = useLinking();
  const save = () => {
    if (!target) return;
    const [child, parent] = side === 'up' ? [conversation.id, target.id] : [target.id, conversation.id];
    link.mutate({ child, parent }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={t('kin.title', { number: numbered(conversation.id, language) })} size={640} closeButtonProps={{ 'aria-label': t('close') }}>
      <SegmentedControl fullWidth mb="sm" aria-label={t('kin.side')} value={side} onChange={(value) => setSide(value)} data={[{ value: 'up', label: t('kin.sideUp') }, { value: 'down', label: t('kin.sideDown') }]} />
      <TextInput data-autofocus label={t('kin.find')} placeholder={t('merge.findHint')} value={words} maxLength={200} autoComplete="off" onChange={(event) => setWords(event.currentTarget.value)} />
      <Targets conversation={conversation} words={words} chosen={target?.id ?? null} onChoose={setTarget} />
      {target ? (
        <div className={classes.sides}>
          <LastWords id={target.id} title={numbered(target.id, language)} />
        </div>
      ) : null}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button disabled={!target || (side === 'up' && conversation.parent !== null)} loading={link.isPending} onClick={save}>
          {t('kin.link')}
        </Button>
      </Group>
      {side === 'up' && conversation.parent ? (
        <p className={classes.foreign} role="alert">
          {t('kin.already', { number: numbered(conversation.parent.id, language) })}
        </p>
      ) : null}
    </Modal>
  );
}
