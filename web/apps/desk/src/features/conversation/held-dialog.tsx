import '@otklik/ui/forms';
import { Button, Checkbox, Group, Modal, Textarea } from '@mantine/core';
import { weekdayTime } from '@otklik/i18n';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCapabilities } from '~/shared/channels';
import { changeHeld, type Waiting } from '~/shared/held';
import { useLanguage } from '~/shared/i18n';
import ButtonEditor from '~/shared/keyboards/button-editor';
import { asNew, faultsOf } from '~/shared/keyboards/rows';
import { tellProblem } from '~/shared/problem-text';
import { TimeList } from '~/shared/when/time-list';
import classes from '~/shared/choices/choices.module.css';

/** Text, buttons, time and condition of a reply that waits. */
export default function HeldDialog({ held, channel, inbox, onClose }: { held: Waiting; channel: string | null; inbox: number | null; onClose: () => void }) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const client = useQueryClient();
  const [text, setText] = useState(held.text);
  const [buttons, setButtons] = useState(held.buttons);
  const capabilities = useCapabilities(channel, inbox);
  const [at, setAt] = useState(() => new Date(held.due_at));
  const [unless, setUnless] = useState(held.unless_answered);
  const [choosing, setChoosing] = useState(false);
  const [busy, setBusy] = useState(false);
  const future = at.getTime() > Date.now();
  const filled = text.trim() !== '' || held.attachments.length > 0;
  const save = () => {
    setBusy(true);
    changeHeld(client, held, { text, buttons: asNew(buttons), unless_answered: unless, ...(at.toISOString() !== new Date(held.due_at).toISOString() && { at: at.toISOString() }) })
      .then(onClose)
      .catch((error: unknown) => {
        setBusy(false);
        tellProblem(error);
      });
  };
  return (
    <Modal opened onClose={onClose} title={t('held.dialog')} size="md" closeButtonProps={{ 'aria-label': t('close') }}>
      <Textarea data-autofocus label={t('held.text')} value={text} autosize minRows={3} maxRows={12} onChange={(event) => setText(event.currentTarget.value)} />
      {buttons.length > 0 || (capabilities?.buttons_max ?? 0) > 0 ? <ButtonEditor inset rows={buttons} limits={capabilities} onChange={setButtons} /> : null}
      <Group justify="space-between" mt="sm">
        <span role="status">{future ? t('held.scheduled', { at: weekdayTime(at, language) }) : t('held.over')}</span>
        <Button size="compact-sm" variant="default" aria-expanded={choosing} onClick={() => setChoosing((now) => !now)}>
          {t('held.anotherTime')}
        </Button>
      </Group>
      {choosing ? (
        <div className={classes.section}>
          <TimeList
            set={t('held.setTime')}
            onChoose={(moment) => {
              setAt(moment);
              setChoosing(false);
            }}
          />
        </div>
      ) : null}
      <Checkbox mt="sm" checked={unless} label={t('held.unless')} onChange={(event) => setUnless(event.currentTarget.checked)} />
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button loading={busy} disabled={!future || !filled || faultsOf(buttons, capabilities).length > 0} onClick={save}>
          {t('held.save')}
        </Button>
      </Group>
    </Modal>
  );
}
