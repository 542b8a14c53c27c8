import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './parts.module.css';

interface CopyFieldProps {
  label: string;
  hint?: string;
  value: string;
}

/** Something to take along: shown whole, copied by a button. */
export function CopyField({ label, hint, value }: CopyFieldProps) {
  return (
    <div className={classes.copy}>
      <TextInput label={label} description={hint} value={value} readOnly onFocus={(event) => event.currentTarget.select()} />
      <CopyButton value={value} />
    </div>
  );
}

export function CopyButton({ value }: { value: string }) {
  const { t } = useTranslation('admin');
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      setCopied(false);
    }
    window.setTimeout(() => setCopied(null), 2500);
  };
  return (
    <Button variant="default" onClick={copy}>
      <span aria-live="polite">{copied === null ? t('copy') : copied ? t('copied') : t('copyFailed')}</span>
    </Button>
  );
}
