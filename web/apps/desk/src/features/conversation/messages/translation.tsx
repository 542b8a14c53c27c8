import type { Message } from '@otklik/api';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { useStore } from '~/shared/store';
import { hideTranslation, languageName, shownTranslations, showTranslation, translationTrouble, type Shown } from '~/shared/translation';
import classes from './translation.module.css';

/** The message in the reader's language, under its own words. */
export function TranslationBelow({ message }: { message: Message }) {
  const shown = useStore(shownTranslations)[message.id];
  if (shown?.of !== message.text || message.deleted_at !== null) return null;
  return (
    <div className={classes.translation} aria-live="polite">
      {shown.error === undefined ? <Words message={message} shown={shown} /> : <Trouble message={message} shown={shown} />}
    </div>
  );
}

function Words({ message, shown: { made, target } }: { message: Message; shown: Shown }) {
  const { t } = useTranslation('translation');
  const reader = useLanguage();
  if (!made) return <span className={classes.head}>{t('waiting')}</span>;
  const names = { source: languageName(made.source, reader), target: languageName(target, reader) };
  const same = made.source === target;
  return (
    <>
      <span className={classes.head}>
        <span>{same ? t('same', names) : made.source ? t('of', names) : t('into', names)}</span>
        <button type="button" onClick={() => hideTranslation(message.id)}>
          {t('hide')}
        </button>
      </span>
      {same ? null : (
        <p className={classes.words} lang={target} dir="auto">
          {made.text}
        </p>
      )}
    </>
  );
}

function Trouble({ message, shown }: { message: Message; shown: Shown }) {
  const { t } = useTranslation('translation');
  const { words, said } = translationTrouble(shown.error);
  return (
    <>
      <p className={classes.trouble} role="alert">
        <IconAlertTriangle size={14} stroke={1.9} aria-hidden="true" />
        <span>
          {words}
          {said ? <span className={classes.said}>{t('said', { said })}</span> : null}
        </span>
      </p>
      <span className={classes.head}>
        <button type="button" onClick={() => void showTranslation(message, shown.target)}>
          {t('again')}
        </button>
        <button type="button" onClick={() => hideTranslation(message.id)}>
          {t('hide')}
        </button>
      </span>
    </>
  );
}
