import type { Contact } from '@otklik/api';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { zoneLabel, zoneNames } from '~/shared/time-zones';
import { FieldLine } from './field/field-line';
import { OwnFields } from './own-fields';
import classes from './contact.module.css';

const languages = ['ru', 'en', 'uk', 'be', 'kk', 'uz', 'ky', 'tg', 'hy', 'az', 'ka', 'tr', 'zh', 'de', 'fr', 'es', 'it', 'pt', 'ar', 'he', 'fa', 'hi', 'ja', 'ko'];

/** What every customer has, and then the company's own fields. */
export function About({ contact, all }: { contact: Contact; all: boolean }) {
  const { t } = useTranslation('contact');
  const language = useLanguage();
  const { id } = contact;
  const names = useMemo(() => new Intl.DisplayNames([language], { type: 'language' }), [language]);
  const nameOf = (code: string) => {
    try {
      return names.of(code) ?? code;
    } catch {
      return code;
    }
  };
  return (
    <>
      <dl className={classes.fields}>
        <FieldLine contact={id} path="phone" label={t('phone')} value={contact.phone} kind="phone" />
        <FieldLine contact={id} path="email" label={t('email')} value={contact.email} kind="email" />
        <FieldLine contact={id} path="company" label={t('company')} value={contact.company} />
        <FieldLine contact={id} path="language" label={t('language')} value={contact.language} kind="choice" choices={languages} labelOf={nameOf} />
        <FieldLine contact={id} path="time_zone" label={t('timeZone')} value={contact.time_zone} kind="choice" choices={zoneNames} labelOf={zoneLabel} />
      </dl>
      <OwnFields contact={contact} all={all} />
    </>
  );
}
