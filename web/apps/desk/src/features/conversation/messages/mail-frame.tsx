import { useEffect, useRef, useState } from 'react';
import classes from './mail.module.css';

interface MailFrameProps {
  messageId: number;
  images: boolean;
  title: string;
}

const TALLEST = 1600;

/** The letter as its sender formatted it. No scripts run inside; same origin only so that we can measure it. */
export function MailFrame({ messageId, images, title }: MailFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(120);
  const [loaded, setLoaded] = useState(false);

  useEffect(() => {
    const body = frame.current?.contentDocument?.body;
    if (!loaded || !body) return undefined;
    const measure = () => setHeight(Math.min(TALLEST, Math.max(40, body.scrollHeight)));
    const observer = new ResizeObserver(measure);
    observer.observe(body);
    return () => observer.disconnect();
  }, [loaded]);

  return (
    <iframe
      ref={frame}
      className={classes.frame}
      title={title}
      src={`/api/v1/messages/${messageId}/html${images ? '?images=1' : ''}`}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      loading="lazy"
      style={{ height }}
      onLoad={() => setLoaded(true)}
    />
  );
}
