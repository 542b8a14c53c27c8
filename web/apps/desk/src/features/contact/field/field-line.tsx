import { Button } from '@mantine/core';
import type { AttributeKind } from '@otklik/api';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { attributeText } from '~/shared/attributes';
import { useLanguage } from '~/shared/i18n';
import { usePermission } from '~/shared/session';
import classes from '../contact.module.css';
import type { Value } from './draft';
import { FieldControl } from './field-control';
import { useField } from './use-field';

interface FieldLineProps {
  contact: number;
  path: string;
  label: string;
  kind?: AttributeKind;
  value: Value;
  /** What is offered; a long list is made only when it is. */
  choices?: readonly string[] | (() => readonly string[]);
  /** What a choice is called, when it is kept as a code. */
  labelOf?: (value: string) => string;
  required?: boolean;
  placeholder?: string;
  /** The name at the top: larger, and without a visible label. */
  title?: boolean;
}

/** A value that turns into the right control when pressed; Enter or leaving saves, Escape gives up. */
export function FieldLine({ contact, path, label, kind = 'text', value, choices = [], labelOf, required = false, placeholder, title = false }: FieldLineProps) {
  const { t } = useTranslation('contact');
  const language = useLanguage();
  const mayEdit = usePermission('contacts.edit');
  const noteId = useId();
  const field = useField({ contact, path, kind, value });
  const say = (given: Value) => (labelOf && typeof given === 'string' && given ? labelOf(given) : attributeText(kind, given, language));
  const text = say(value);
  const empty = placeholder ?? (required ? t('fillIn') : t('add'));
  const body =
    field.draft === null ? (
      <ValueButton label={label} text={text} empty={empty} title={title} mayEdit={mayEdit} onEdit={field.begin} />
    ) : (
      <FieldControl label={label} kind={kind} choices={typeof choices === 'function' ? choices() : choices} labelOf={labelOf} required={required || title} draft={field.draft} invalid={field.error !== null} describedBy={noteId} onDraft={field.type} onFinish={field.finish} onGiveUp={field.giveUp} />
    );
  const below = (
    <div id={noteId} aria-live="polite">
      {field.error ? <p className={classes.wrong}>{field.error}</p> : null}
      {field.conflict ? (
        <div className={classes.conflict}>
          <p>{t('movedOn', { theirs: say(field.conflict.theirs) || t('noValue') })}</p>
          <p>{t('yours', { mine: say(field.conflict.mine) || t('noValue') })}</p>
          <Button size="compact-sm" loading={field.saving} onClick={field.keepMine}>
            {t('keepMine')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={field.giveUp}>
            {t('takeTheirs')}
          </Button>
        </div>
      ) : null}
    </div>
  );
  if (title) {
    return (
      <div className={classes.titleField}>
        {body}
        {below}
      </div>
    );
  }
  return (
    <div className={classes.field} data-path={path}>
      <dt>{label}</dt>
      <dd>
        {body}
        {kind === 'link' && typeof value === 'string' && field.draft === null && /^https?:/i.test(value) ? (
          <a className={classes.openLink} href={value} target="_blank" rel="noreferrer noopener">
            {t('openLink')}
          </a>
        ) : null}
        {below}
      </dd>
    </div>
  );
}

interface ValueButtonProps {
  label: string;
  text: string;
  empty: string;
  title: boolean;
  mayEdit: boolean;
  onEdit: () => void;
}

function ValueButton({ label, text, empty, title, mayEdit, onEdit }: ValueButtonProps) {
  const { t } = useTranslation('contact');
  const shown = text || (mayEdit ? empty : '—');
  if (!mayEdit) return <span className={classes.still} data-title={title} dir="auto">{shown}</span>;
  return (
    <button type="button" className={classes.value} data-title={title} data-empty={!text} dir="auto" onClick={onEdit} aria-label={t('change', { label, value: shown })}>
      {shown}
    </button>
  );
}
