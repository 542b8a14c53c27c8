import '@otklik/ui/forms';
import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { weekdayTime } from '@otklik/i18n';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperators } from '~/shared/colleagues';
import { fieldErrors, isAboutFields } from '~/shared/field-errors';
import { useLanguage } from '~/shared/i18n';
import { problemText } from '~/shared/problem-text';
import { useSession } from '~/shared/session';
import { readPhrase } from '~/shared/when/phrase';
import { newKey, TITLE_MAX, useNewTask, useTaskDeeds, type TaskFacts, type TaskRequest } from './tasks';

/** What is to be done, by when in words, and by whom. */
export default function TaskDialog({ request, onClose }: { request: TaskRequest; onClose: () => void }) {
  const { t } = useTranslation('tasks');
  const language = useLanguage();
  const me = useSession().operator.id;
  const people = useOperators().filter((one) => !one.disabled);
  const known = 'task' in request ? request.task : null;
  const about = 'task' in request ? undefined : request.message;
  const [title, setTitle] = useState(known?.title ?? about?.text.slice(0, TITLE_MAX) ?? '');
  const [due, setDue] = useState(known?.due_at ? weekdayTime(new Date(known.due_at), language) : '');
  const [touched, setTouched] = useState(false);
  const [who, setWho] = useState(String(known ? (known.operator?.id ?? '') : me));
  const [key] = useState(newKey);
  const create = useNewTask('task' in request ? request.task.conversation_id : request.conversation, about?.id);
  const { change, remove } = useTaskDeeds();
  const said = due.trim();
  const at = touched ? (said ? readPhrase(said, new Date()) : null) : known?.due_at ? new Date(known.due_at) : null;
  const over = touched && at !== null && at <= new Date();
  const unclear = touched && said !== '' && at === null;
  const error = create.error ?? change.error;
  const wrong = fieldErrors(error);
  const facts: TaskFacts = { title: title.trim(), due_at: at?.toISOString() ?? null, operator_id: who === '' ? null : Number(who) };
  const save = () => {
    if (facts.title === '' || unclear || over) return;
    if (known) change.mutate({ id: known.id, ...facts }, { onSuccess: onClose });
    else {
      create.mutate(
        { ...facts, key },
        {
          onSuccess: () => {
            notifications.show({ message: t('made') });
            onClose();
          },
        },
      );
    }
  };
  return (
    <Modal opened onClose={onClose} title={t(known ? 'change' : about ? 'newAbout' : 'new')} size="sm" closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Stack gap="sm">
          <TextInput data-autofocus label={t('title')} required withAsterisk={false} maxLength={TITLE_MAX} value={title} autoComplete="off" error={wrong('title') ?? (error && !isAboutFields(error) ? problemText(error) : null)} onChange={(event) => setTitle(event.currentTarget.value)} />
          <TextInput
            label={t('due')}
            placeholder={t('dueHint')}
            value={due}
            maxLength={80}
            autoComplete="off"
            error={unclear ? t('unclear') : over ? t('over') : null}
            description={<span aria-live="polite">{at && touched ? weekdayTime(at, language) : t('dueNote')}</span>}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            onChange={(event) => {
              setTouched(true);
              setDue(event.currentTarget.value);
            }}
          />
          <Select label={t('who')} searchable selectFirstOptionOnChange clearable placeholder={t('nobody')} data={people.map((one) => ({ value: String(one.id), label: one.id === me ? t('me', { name: one.name }) : one.name }))} value={who === '' ? null : who} onChange={(value) => setWho(value ?? '')} />
        </Stack>
        <Group justify="space-between" mt="lg" gap="sm">
          {known ? (
            <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate(known.id, { onSuccess: onClose })}>
              {t('remove')}
            </Button>
          ) : (
            <span />
          )}
          <Group gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={create.isPending || change.isPending} disabled={facts.title === '' || unclear || over}>
              {t(known ? 'save' : 'create')}
            </Button>
          </Group>
        </Group>
      </form>
    </Modal>
  );
}
