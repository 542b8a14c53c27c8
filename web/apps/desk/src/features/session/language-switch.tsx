import { useTranslation } from 'react-i18next';
import { speak, useLanguage } from '~/shared/i18n';
import classes from './session.module.css';

const names = { ru: 'Русский', en: 'English' } as const;

export function LanguageSwitch() {
  const { t } = useTranslation('session');
  const current = useLanguage();
  return (
    <div className={classes.languages} role="group" aria-label={t('language')}>
      {(['ru', 'en'] as const).map((language) => (
        <button key={language} type="button" lang={language} aria-pressed={language === current} onClick={() => void speak(language)}>
          {names[language]}
        </button>
      ))}
    </div>
  );
}
