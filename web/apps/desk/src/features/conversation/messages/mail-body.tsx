import { Button } from '@mantine/core';
import type { Mail, Message } from '@otklik/api';
import { IconMailOff, IconPhoto, IconRobot, IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Attachments } from './attachments';
import { MailFrame } from './mail-frame';
import { RichText } from './rich-text';
import classes from './mail.module.css';

/** A letter: who wrote to whom, whether the sender is proven, and the text in a frame that runs nothing. */
export function MailBody({ message, mail, lang }: { message: Message; mail: Mail; lang: string | undefined }) {
  const { t } = useTranslation('conversation');
  const [images, setImages] = useState(false);
  const [formatted, setFormatted] = useState(mail.html);
  return (
    <div className={classes.mail}>
      <header className={classes.head}>
        <strong lang={mail.subject ? lang : undefined}>{mail.subject ?? t('mail.noSubject')}</strong>
        {mail.from ? <span className={classes.people}>{mail.to.length > 0 ? t('mail.fromTo', { from: mail.from, to: mail.to.join(', ') }) : mail.from}</span> : null}
        {mail.cc.length > 0 ? <span className={classes.people}>{t('mail.cc', { cc: mail.cc.join(', ') })}</span> : null}
        <MailBadges mail={mail} incoming={message.direction === 'in'} />
      </header>
      {formatted ? <MailFrame key={String(images)} messageId={message.id} images={images} title={mail.subject ?? t('kind.mail')} text={message.text} lang={lang} /> : <RichText text={message.text} marks={message.marks} lang={lang} />}
      {!formatted && mail.folded_text ? (
        <details className={classes.folded}>
          <summary>{t('mail.showQuoted')}</summary>
          <RichText text={mail.folded_text} marks={[]} lang={lang} />
        </details>
      ) : null}
      {mail.html ? (
        <div className={classes.tools}>
          {formatted && !images ? (
            <Button size="compact-xs" variant="subtle" leftSection={<IconPhoto size={14} stroke={1.8} aria-hidden="true" />} onClick={() => setImages(true)}>
              {t('mail.showImages')}
            </Button>
          ) : null}
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setFormatted(!formatted)}>
            {formatted ? t('mail.plain') : t('mail.formatted')}
          </Button>
        </div>
      ) : null}
      <Attachments attachments={message.attachments} kind="mail" sticker={null} author={message.author.name} />
    </div>
  );
}

function MailBadges({ mail, incoming }: { mail: Mail; incoming: boolean }) {
  const { t } = useTranslation('conversation');
  if (!incoming) return null;
  return (
    <span className={classes.badges}>
      {mail.authentic === 'verified' ? (
        <span data-tone="met">
          <IconShieldCheck size={14} stroke={1.8} aria-hidden="true" />
          {t('mail.verified')}
        </span>
      ) : null}
      {mail.authentic === 'failed' ? (
        <span data-tone="late">
          <IconShieldX size={14} stroke={1.8} aria-hidden="true" />
          {t('mail.forged')}
        </span>
      ) : null}
      {mail.automatic ? (
        <span data-tone="quiet">
          {mail.automatic === 'bounce' ? <IconMailOff size={14} stroke={1.8} aria-hidden="true" /> : <IconRobot size={14} stroke={1.8} aria-hidden="true" />}
          {t(`mail.automatic.${mail.automatic}`)}
        </span>
      ) : null}
    </span>
  );
}
