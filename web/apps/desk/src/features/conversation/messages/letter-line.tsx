import type { Mail } from '@otklik/api';
import { IconMailForward } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Quote } from './quote';
import classes from './mail.module.css';

/** To whom a letter of ours went, where that is not the customer alone, and who did not get it. */
export function LetterLine({ mail }: { mail: Mail }) {
  const { t } = useTranslation('conversation');
  const refused = Object.entries(mail.refused);
  const others = mail.to.length + mail.cc.length + mail.bcc.length > 1;
  if (!mail.forwards && !others && refused.length === 0) return null;
  return (
    <span className={classes.letterLine}>
      {mail.forwards ? (
        <span className={classes.forwarded}>
          <IconMailForward size={14} stroke={1.8} aria-hidden="true" />
          {t('forward.went', { to: mail.to.join(', ') })}
        </span>
      ) : (
        <span>{t('mail.to', { to: mail.to.join(', ') })}</span>
      )}
      {mail.cc.length > 0 ? <span>{t('mail.cc', { cc: mail.cc.join(', ') })}</span> : null}
      {mail.bcc.length > 0 ? <span>{t('mail.bcc', { bcc: mail.bcc.join(', ') })}</span> : null}
      {refused.map(([address, reason]) => (
        <span key={address} className={classes.refused}>
          {t('mail.refused', { address, reason })}
        </span>
      ))}
      {mail.forwards ? <Quote author={t('forward.source')} text={mail.subject ?? ''} target={mail.forwards} /> : null}
    </span>
  );
}

/** A letter that took the answers above to a visitor who had left the website chat. */
export function ContinuedLine({ mail }: { mail: Mail | null }) {
  const { t } = useTranslation('conversation');
  return (
    <span className={classes.forwarded}>
      <IconMailForward size={14} stroke={1.8} aria-hidden="true" />
      {t('continued', { to: mail?.to.join(', ') ?? '' })}
    </span>
  );
}
