import type { ConfigField } from '@otklik/api';
import { useTranslation } from 'react-i18next';
import classes from '../parts.module.css';
import { FieldControl, type SecretState } from './field-control';
import type { Values } from './values';

interface ChannelFieldsProps {
  fields: ConfigField[];
  values: Values;
  errorOf: (name: string) => string | undefined;
  stored?: Record<string, unknown>;
  onChange: (name: string, value: unknown) => void;
}

/** The form a channel's own description asks for; what few people need is folded. */
export function ChannelFields({ fields, values, errorOf, stored = {}, onChange }: ChannelFieldsProps) {
  const { t } = useTranslation('channels');
  const error = (field: ConfigField) => errorOf(`settings.${field.name}`);
  const show = (field: ConfigField) => (
    <FieldControl key={field.name} field={field} value={values[field.name]} error={error(field)} secret={field.kind === 'secret' ? (stored[field.name] as SecretState | undefined) : undefined} onChange={(value) => onChange(field.name, value)} />
  );
  const folded = fields.filter((field) => field.advanced);
  return (
    <>
      {fields.filter((field) => !field.advanced).map(show)}
      {folded.length > 0 ? (
        <details className={classes.advanced} open={folded.some(error) || undefined}>
          <summary>{t('advanced')}</summary>
          <div className={classes.stack}>{folded.map(show)}</div>
        </details>
      ) : null}
    </>
  );
}
