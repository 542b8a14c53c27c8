import { Button } from '@mantine/core';
import { IconArrowsDiagonal, IconArrowsDiagonalMinimize } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { foldedHeight } from './mail-height';
import classes from './mail.module.css';

interface MailFrameProps {
  messageId: number;
  images: boolean;
  title: string;
  /** The letter as plain text: tells how tall it will be. */
  text: string;
  lang: string | undefined;
}

/** The letter as its sender formatted it. Nothing runs inside and nothing outside can look in, so its height is a guess. */
export function MailFrame({ messageId, images, title, text, lang }: MailFrameProps) {
  const { t } = useTranslation('conversation');
  const [tall, setTall] = useState(false);
  const Glyph = tall ? IconArrowsDiagonalMinimize : IconArrowsDiagonal;
  return (
    <div className={classes.frameBox}>
      <iframe
        className={classes.frame}
        title={title}
        src={`/api/v1/messages/${messageId}/html?images=${images ? 1 : 0}${lang ? `&lang=${lang}` : ''}`}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        loading="lazy"
        style={{ height: tall ? '76vh' : foldedHeight(text) }}
      />
      <Button className={classes.stretch ?? ''} size="compact-xs" variant="default" leftSection={<Glyph size={14} stroke={1.8} aria-hidden="true" />} onClick={() => setTall(!tall)}>
        {t(tall ? 'mail.fold' : 'mail.unfold')}
      </Button>
    </div>
  );
}
