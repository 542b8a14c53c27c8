import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Switch.css';
import { Button, Group, Modal, Switch, Textarea } from '@mantine/core';
import { spanOf } from '@otklik/i18n';
import type { ClosingReason } from '@otklik/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { useSession } from '~/shared/session';
import { useReasons, type Closing } from '~/shared/labels';
import { moveAmongChoices } from '~/shared/choices/choice-keys';
import classes from '~/shared/choices/choices.module.css';

interface CloseDialogProps {
  /** How many are closed, when it is more than the one that is open. */
  count?: number | undefined;
  required: boolean;
  onChoose: (closing: Closing) => void;
  onClose: () => void;
}

/** Why a conversation is closed: a digit or Enter on a reason closes it at once. */
export default function CloseDialog({ count, required, onChoose, onClose }: CloseDialogProps) {
  const { t } = useTranslation('conversation');
  const reasons = useReasons();
  const [note, setNote] = useState('');
  const [asks, setAsks] = useState(true);
  const language = useLanguage();
  const { reopen_minutes: reopens } = useSession().workspace;
  const words = { ...(note.trim() && { note: note.trim() }), ...(!asks && { ask_rating: false }) };
  return (
    <Modal opened onClose={onClose} title={count === undefined ? t('closing.title') : t('closing.titleMany', { count })} size="sm" closeButtonProps={{ 'aria-label': t('close') }}>
      <ul className={`${classes.list ?? ''} ${classes.section ?? ''}`} aria-label={t('closing.reasons')} data-choices="">
        {reasons.map((reason, index) => (
          <li key={reason.id}>
            <Reason reason={reason} index={index} onChoose={() => onChoose({ reason_id: reason.id, ...words })} />
          </li>
        ))}
      </ul>
      <Textarea label={t('closing.note')} description={t('transfer.noteHint')} value={note} maxLength={2000} autosize minRows={1} maxRows={5} onChange={(event) => setNote(event.currentTarget.value)} />
      <Switch mt="md" label={t('closing.ask')} description={t('closing.askHint')} checked={asks} onChange={(event) => setAsks(event.currentTarget.checked)} />
      <p className={classes.rule}>{reopens > 0 ? t('closing.reopens', { span: spanOf(reopens, language) }) : t('closing.reopensNever')}</p>
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        {required ? null : (
          <Button variant="default" onClick={() => onChoose(words)}>
            {t('closing.without')}
          </Button>
        )}
      </Group>
    </Modal>
  );
}

function Reason({ reason, index, onChoose }: { reason: ClosingReason; index: number; onChoose: () => void }) {
  return (
    <button type="button" className={classes.choice} data-choice="" onKeyDown={moveAmongChoices} onClick={onChoose} {...(index === 0 && { 'data-autofocus': true })}>
      <span className={classes.label} dir="auto">
        {reason.name}
      </span>
      {index < 9 ? (
        <span className={classes.digit} aria-hidden="true">
          {index + 1}
        </span>
      ) : null}
    </button>
  );
}
