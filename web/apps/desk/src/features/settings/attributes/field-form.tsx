import { Button, Checkbox, Select, TagsInput, TextInput } from '@mantine/core';
import type { AttributeKind } from '@otklik/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isAboutFields } from '~/shared/field-errors';
import { problemText } from '~/shared/problem-text';
import classes from '../parts.module.css';

export interface FieldValues {
  name: string;
  kind: AttributeKind;
  choices: string[];
  required: boolean;
  on_card: boolean;
}

const allKinds: AttributeKind[] = ['text', 'long_text', 'number', 'date', 'flag', 'choice', 'choices', 'link', 'phone', 'email'];

interface FieldFormProps {
  start: FieldValues;
  /** Kinds to choose from; all where nothing is said. */
  kinds?: AttributeKind[] | undefined;
  /** The kind is chosen once. */
  isNew: boolean;
  action: string;
  busy: boolean;
  error: unknown;
  onSave: (values: FieldValues) => void;
  onBack?: () => void;
}

export function FieldForm({ start, kinds, isNew, action, busy, error, onSave, onBack }: FieldFormProps) {
  const { t } = useTranslation('admin');
  const [values, setValues] = useState(start);
  const put = (change: Partial<FieldValues>) => setValues((now) => ({ ...now, ...change }));
  const wrong = fieldErrors(error);
  const listed = values.kind === 'choice' || values.kind === 'choices';
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        onSave({ ...values, choices: listed ? values.choices : [] });
      }}
    >
      <TextInput label={t('attributes.name')} required withAsterisk={false} maxLength={100} value={values.name} error={wrong('name') ?? (error && !isAboutFields(error) ? problemText(error) : undefined)} onChange={(event) => put({ name: event.currentTarget.value })} />
      {isNew ? (
        <Select label={t('attributes.kind')} description={t('attributes.kindHint')} allowDeselect={false} value={values.kind} error={wrong('kind')} data={(kinds ?? allKinds).map((kind) => ({ value: kind, label: t(`attributes.kinds.${kind}`) }))} onChange={(kind) => kind && put({ kind })} />
      ) : null}
      {listed ? <TagsInput label={t('attributes.choices')} description={t('attributes.choicesHint')} maxTags={100} value={values.choices} error={wrong('choices')} onChange={(choices) => put({ choices })} acceptValueOnBlur /> : null}
      <Checkbox label={t('attributes.required')} description={t(kinds ? 'talkFields.requiredHint' : 'attributes.requiredHint')} checked={values.required} onChange={(event) => put({ required: event.currentTarget.checked })} />
      {kinds ? null : <Checkbox label={t('attributes.onCard')} checked={values.on_card} onChange={(event) => put({ on_card: event.currentTarget.checked })} />}
      <div className={classes.row}>
        <Button type="submit" loading={busy}>
          {action}
        </Button>
        {onBack ? (
          <Button variant="default" onClick={onBack}>
            {t('back')}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
