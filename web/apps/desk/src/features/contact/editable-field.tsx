import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './contact.module.css';

interface EditableFieldProps {
  label: string;
  value: string | null;
  placeholder: string;
  kind?: 'text' | 'tel' | 'email';
  /** The name at the top: larger, and without a visible label. */
  title?: boolean;
  onSave: (value: string | null) => void;
}

/** A value that turns into a field when pressed; Enter or leaving saves, Escape gives up. */
export function EditableField({ label, value, placeholder, kind = 'text', title = false, onSave }: EditableFieldProps) {
  const { t } = useTranslation('contact');
  const [editing, setEditing] = useState(false);
  const save = (next: string) => {
    setEditing(false);
    const clean = next.trim() || null;
    if (clean !== (value ?? null) && !(title && !clean)) onSave(clean);
  };
  const body = editing ? (
    <input
      className={classes.input}
      type={kind}
      defaultValue={value ?? ''}
      aria-label={label}
      ref={(field) => field?.focus()}
      onBlur={(event) => save(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') save(event.currentTarget.value);
        if (event.key === 'Escape') {
          event.stopPropagation();
          setEditing(false);
        }
      }}
    />
  ) : (
    <button type="button" className={classes.value} data-title={title} data-empty={!value} onClick={() => setEditing(true)} aria-label={t('change', { label, value: value ?? placeholder })}>
      {value ?? placeholder}
    </button>
  );
  if (title) return body;
  return (
    <div className={classes.field}>
      <dt>{label}</dt>
      <dd>{body}</dd>
    </div>
  );
}
