import { ColorInput, Input, NumberInput, PasswordInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { ConfigField, WeekSpan } from '@otklik/api';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { WeekSpans } from '../week-spans';
import classes from '../parts.module.css';
import { MailboxSelect } from './mailbox-select';
import { SignaturePreview } from './signature-preview';

export interface SecretState {
  set: boolean;
  last4: string;
}

interface FieldControlProps {
  field: ConfigField;
  value: unknown;
  error: string | undefined;
  /** What is known of a secret that is stored already. */
  secret: SecretState | undefined;
  onChange: (value: unknown) => void;
}

const WORKING: WeekSpan = { days: [1, 2, 3, 4, 5], start: '09:00', end: '18:00' };
/** What is written for a program to read, in lines. */
const LINES = /^(mapping|names|template|topics|fields)$/;
const LONG = /^((greeting|consent|intro|done)_(ru|en)|signature)$/;

/** One setting of a channel, asked for as its kind wants. */
export function FieldControl({ field, value, error, secret, onChange }: FieldControlProps) {
  const { t } = useTranslation('channels');
  const language = useLanguage();
  const around = { label: field.label[language], description: field.help[language] || undefined, error, required: field.required && !secret?.set, name: field.name };
  const text = typeof value === 'string' ? value : '';
  switch (field.kind) {
    case 'secret':
      return (
        <PasswordInput
          {...around}
          value={text}
          autoComplete="off"
          placeholder={secret?.set ? t('secretKept', { last4: secret.last4 }) : undefined}
          onChange={(event) => onChange(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('showSecret') }}
        />
      );
    case 'number':
      return <NumberInput {...around} value={typeof value === 'number' ? value : ''} {...(field.min !== null && { min: field.min })} {...(field.max !== null && { max: field.max })} onChange={(number) => onChange(typeof number === 'number' ? number : null)} />;
    case 'choice':
      return <Select {...around} value={text || null} data={field.choices.map((choice) => ({ value: choice.value, label: choice.label[language] }))} onChange={onChange} />;
    case 'flag':
      return <Switch label={around.label} description={around.description} error={error} name={field.name} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case 'origins':
      return <TagsInput {...around} value={Array.isArray(value) ? (value as string[]) : []} splitChars={[',', ' ']} acceptValueOnBlur placeholder="https://" onChange={onChange} />;
    case 'hours':
      return (
        <Input.Wrapper label={around.label} description={around.description} error={error} labelElement="div">
          <div className={classes.stack}>
            <WeekSpans label={around.label} spans={Array.isArray(value) ? (value as WeekSpan[]) : []} usual={WORKING} onChange={onChange} />
          </div>
        </Input.Wrapper>
      );
    case 'mailbox':
      return <MailboxSelect {...around} value={typeof value === 'number' ? value : null} onChange={onChange} />;
    case 'colour':
      return <ColorInput {...around} value={text} format="hex" popoverProps={{ withinPortal: true }} eyeDropperButtonProps={{ 'aria-label': t('look.eyeDropper') }} onChange={onChange} />;
    default:
      if (LINES.test(field.name))
        return <Textarea {...around} value={text} autosize minRows={2} maxRows={14} spellCheck={false} classNames={{ input: classes.code }} onChange={(event) => onChange(event.currentTarget.value)} />;
      return LONG.test(field.name) ? (
        <>
          <Textarea {...around} value={text} autosize minRows={2} maxRows={6} onChange={(event) => onChange(event.currentTarget.value)} />
          {field.name === 'signature' && text.trim() ? <SignaturePreview text={text} /> : null}
        </>
      ) : (
        <TextInput {...around} value={text} onChange={(event) => onChange(event.currentTarget.value)} />
      );
  }
}
