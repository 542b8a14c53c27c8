import type { Contact, ContactAttribute } from '@otklik/api';
import { useTranslation } from 'react-i18next';
import { attributeText, useAttributes } from '~/shared/attributes';
import { useLanguage } from '~/shared/i18n';
import { FieldLine } from './field/field-line';
import classes from './contact.module.css';

/** The company's own fields, and what programs have written beside them. */
export function OwnFields({ contact, all = false }: { contact: Contact; all?: boolean }) {
  const { t } = useTranslation('contact');
  const language = useLanguage();
  const { data = [] } = useAttributes();
  const shown = data.filter((one) => !one.archived && (all || one.on_card));
  const others = Object.entries(contact.attributes).filter(([key]) => !data.some((one) => one.key === key));
  if (shown.length === 0 && others.length === 0) return null;
  return (
    <dl className={classes.fields} aria-label={t('ownFields')}>
      {shown.map((one) => (
        <OwnField key={one.key} contact={contact} field={one} />
      ))}
      {others.map(([key, value]) => (
        <div key={key} className={classes.field}>
          <dt title={t('fromProgram')}>{key}</dt>
          <dd>
            <span className={classes.still} dir="auto">
              {attributeText('text', value, language)}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function OwnField({ contact, field }: { contact: Contact; field: ContactAttribute }) {
  const { key, name, kind, choices, required } = field;
  return <FieldLine contact={contact.id} path={`attributes.${key}`} label={name} kind={kind} value={contact.attributes[key] ?? null} choices={choices} required={required} />;
}
