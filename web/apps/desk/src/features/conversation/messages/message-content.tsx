import type { Message } from '@otklik/api';
import { useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { CustomerLanguage, languageOf } from '~/shared/customer-language';
import { Attachments } from './attachments';
import { ShownButtons } from '~/shared/keyboards/shown-buttons';
import { PollCard } from './poll-card';
import { PressedButton } from './pressed-button';
import { ContinuedLine, LetterLine } from './letter-line';
import { LocationCard } from './location-card';
import { MailBody } from './mail-body';
import { NameCard } from './name-card';
import { Remarks } from './remarks';
import { RichText } from './rich-text';
import classes from './bubble.module.css';

/** The body of one message, whatever its kind. */
export function MessageContent({ message }: { message: Message }) {
  const { t } = useTranslation('conversation');
  const known = useContext(CustomerLanguage);
  const lang = languageOf(message.text, message.direction === 'in' ? known : '');
  if (message.kind === 'mail' && message.mail)
    return (
      <>
        <MailBody message={message} mail={message.mail} lang={lang} />
        <Remarks message={message} />
      </>
    );
  if (message.kind === 'continued') return <ContinuedLine mail={message.mail} />;
  if (message.kind === 'button_press') return <PressedButton text={message.text} />;
  const nothing = !message.text && message.attachments.length === 0 && !message.location && !message.card && !message.sticker && !message.deleted_at && message.kind !== 'forward';
  return (
    <>
      {message.template ? <span className={classes.template}>{t('usedTemplate', { name: message.template.name })}</span> : null}
      {message.direction === 'out' && message.mail ? <LetterLine mail={message.mail} /> : null}
      <Attachments attachments={message.attachments} kind={message.kind} sticker={message.sticker} author={message.author.name} />
      {message.kind === 'sticker' && message.attachments.length === 0 && message.sticker ? <span className={classes.emoji}>{message.sticker.emoji ?? t('kind.sticker')}</span> : null}
      {message.location ? <LocationCard location={message.location} /> : null}
      {message.card ? <NameCard card={message.card} /> : null}
      {message.poll && !message.deleted_at ? <PollCard message={message} poll={message.poll} /> : message.text ? <RichText text={message.text} marks={message.marks} names={message.mentions.map((one) => one.name)} lang={lang} /> : null}
      {message.kind === 'unsupported' || nothing ? <p className={classes.unsupported}>{t('unsupported')}</p> : null}
      <Remarks message={message} />
      {message.buttons.length > 0 ? <ShownButtons rows={message.buttons} /> : null}
    </>
  );
}
