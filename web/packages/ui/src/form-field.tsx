import { Input } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import classes from './form-field.module.css';

interface FormFieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  required?: boolean;
  /** Gives the control its id, so the label and the error belong to it. */
  children: (id: string) => ReactNode;
}

export function FormField({ label, hint, error, required = false, children }: FormFieldProps) {
  const id = useId();
  return (
    <Input.Wrapper id={id} label={label} description={hint} error={error} required={required}>
      <div className={classes.control}>{children(id)}</div>
    </Input.Wrapper>
  );
}
