import { Skeleton } from '@otklik/ui';
import { useTranslation } from 'react-i18next';
import { useLastWords } from './api';
import classes from './merge.module.css';

/** The end of a conversation in a few lines. */
export function LastWords({ id, title }: { id: number; title: string }) {
  const { t } = useTranslation('conversation');
  const { data } = useLastWords(id);
  return (
    <section className={classes.side} aria-label={title}>
      <h3>{title}</h3>
      {data ? null : <Skeleton width="70%" />}
      <ol>
        {data?.slice(-4).map((message) => (
          <li key={message.id} data-side={message.direction === 'in' ? 'in' : 'out'} data-note={message.note}>
            <span className={classes.author}>{message.author.name}</span>
            <span dir="auto">{message.text || t(`kind.${message.kind}`)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
