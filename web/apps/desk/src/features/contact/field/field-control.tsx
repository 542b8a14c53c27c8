import type { AttributeKind } from '@otklik/api';
import { Button } from '@mantine/core';
import type { FocusEvent, KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '../contact.module.css';
import type { Draft } from './draft';

interface FieldControlProps {
  label: string;
  kind: AttributeKind;
  choices: readonly string[];
  labelOf?: ((value: string) => string) | undefined;
  /** An empty value is not offered. */
  required: boolean;
  draft: Draft;
  invalid: boolean;
  describedBy: string;
  onDraft: (draft: Draft) => void;
  onFinish: (draft?: Draft) => void;
  onGiveUp: () => void;
}

const inputs: Partial<Record<AttributeKind, { type: string; inputMode?: 'decimal' | 'url'; maxLength?: number }>> = {
  number: { type: 'text', inputMode: 'decimal', maxLength: 40 },
  date: { type: 'date' },
  link: { type: 'url', inputMode: 'url', maxLength: 2000 },
  phone: { type: 'tel', maxLength: 200 },
  email: { type: 'email', maxLength: 254 },
};

/** The right control for a kind of value. Enter or leaving saves, Escape gives up. */
export function FieldControl(props: FieldControlProps) {
  const { label, kind, draft, invalid, describedBy, onDraft, onFinish, onGiveUp } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && (kind !== 'long_text' || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onFinish();
    }
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onGiveUp();
  };
  if (Array.isArray(draft)) return <Several {...props} draft={draft} onKeyDown={onKeyDown} />;
  if (kind === 'choice' || kind === 'flag') return <One {...props} draft={draft} onKeyDown={onKeyDown} />;
  const common = { className: classes.input, value: draft, 'aria-label': label, 'aria-invalid': invalid, 'aria-describedby': describedBy, onBlur: () => onFinish(), onKeyDown };
  if (kind === 'long_text') return <textarea {...common} rows={4} maxLength={5000} ref={focusOnce} onChange={(event) => onDraft(event.currentTarget.value)} />;
  return <input {...common} {...(inputs[kind] ?? { type: 'text', maxLength: 300 })} ref={focusOnce} onChange={(event) => onDraft(event.currentTarget.value)} />;
}

const seen = new WeakSet<HTMLElement>();

/** A control takes the focus when it appears, and not again when it is drawn anew. */
function focusOnce(field: HTMLElement | null): void {
  if (!field || seen.has(field)) return;
  seen.add(field);
  field.focus();
}

interface Narrowed<Known> extends Omit<FieldControlProps, 'draft'> {
  draft: Known;
  onKeyDown: (event: KeyboardEvent) => void;
}

function One({ label, kind, choices, labelOf, required, draft, invalid, describedBy, onDraft, onFinish, onKeyDown }: Narrowed<string>) {
  const { t } = useTranslation('contact');
  const offered = kind === 'flag' ? [['yes', t('yes')], ['no', t('no')]] : [...new Set([...choices, ...(draft ? [draft] : [])])].map((one) => [one, labelOf?.(one) ?? one]);
  return (
    <select
      className={classes.input}
      value={draft}
      aria-label={label}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      ref={focusOnce}
      onBlur={() => onFinish()}
      onKeyDown={onKeyDown}
      onChange={(event) => onDraft(event.currentTarget.value)}
    >
      {required && draft ? null : <option value="">{t('noValue')}</option>}
      {offered.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  );
}

function Several({ label, choices, draft, describedBy, onDraft, onFinish, onKeyDown }: Narrowed<string[]>) {
  const { t } = useTranslation('contact');
  const offered = [...new Set([...choices, ...draft])];
  const leave = (event: FocusEvent<HTMLElement>) => {
    if (!event.currentTarget.closest('fieldset')?.contains(event.relatedTarget)) onFinish();
  };
  return (
    <fieldset className={classes.several} aria-label={label} aria-describedby={describedBy}>
      {offered.map((one, place) => (
        <label key={one} className={classes.check}>
          <input type="checkbox" checked={draft.includes(one)} ref={place === 0 ? focusOnce : undefined} onBlur={leave} onKeyDown={onKeyDown} onChange={(event) => onDraft(event.currentTarget.checked ? [...draft, one] : draft.filter((kept) => kept !== one))} />
          {one}
        </label>
      ))}
      <Button size="compact-sm" variant="default" onBlur={leave} onClick={() => onFinish()}>
        {t('done')}
      </Button>
    </fieldset>
  );
}
