import { IconAction } from '@otklik/ui';
import { weekdayTime } from '@otklik/i18n';
import { IconArrowBackUp, IconDots, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import type { LetterState } from './use-letter';
import classes from './letter.module.css';

/** What will stand below the words: the signature and the customer's letter, folded until asked for. */
export default function LetterBelow({ letter }: { letter: LetterState }) {
  const { t } = useTranslation('composer');
  const language = useLanguage();
  const [open, setOpen] = useState(false);
  const { start, quoted } = letter;
  if (!start || (!start.signature && !start.quote)) return null;
  const quote = quoted ? start.quote : null;
  return (
    <div className={classes.below}>
      <span className={classes.belowTools}>
        {start.signature || quote ? (
          <button type="button" className={classes.dots} aria-expanded={open} aria-label={t(open ? 'letter.hideBelow' : 'letter.showBelow')} title={t(open ? 'letter.hideBelow' : 'letter.showBelow')} onClick={() => setOpen(!open)}>
            <IconDots size={16} stroke={2} aria-hidden="true" />
          </button>
        ) : null}
        {start.quote && !quoted ? (
          <button type="button" className={classes.more} onClick={() => letter.setQuoted(true)}>
            <IconArrowBackUp size={13} stroke={2} aria-hidden="true" />
            {t('letter.addQuote')}
          </button>
        ) : null}
      </span>
      {open ? (
        <div className={classes.preview} role="group" aria-label={t('letter.below')}>
          {start.signature ? <p className={classes.signature}>{start.signature}</p> : null}
          {quote ? (
            <div className={classes.quote}>
              <span className={classes.quoteHead}>
                <span>{t('letter.quoteOf', { name: quote.author, when: weekdayTime(new Date(quote.at), language) })}</span>
                <IconAction size={24} label={t('letter.dropQuote')} icon={IconX} onClick={() => letter.setQuoted(false)} />
              </span>
              <blockquote dir="auto">{quote.text}</blockquote>
            </div>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
