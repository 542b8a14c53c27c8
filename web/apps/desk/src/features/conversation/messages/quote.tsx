import { useTranslation } from 'react-i18next';
import { useAuthorName } from '../customer-name';
import classes from './bubble.module.css';

interface QuoteProps {
  author: string;
  text: string;
  /** The quoted message, to jump to; absent while nothing is there to jump to. */
  target?: number;
}

export function Quote({ author, text, target }: QuoteProps) {
  const { t } = useTranslation('conversation');
  const name = useAuthorName(author);
  const words = (
    <>
      <span className={classes.quoteAuthor}>{name}</span>
      <span className={`${classes.quoteText ?? ''} truncate`}>{text || t('attachment')}</span>
    </>
  );
  if (target === undefined) return <span className={classes.quote}>{words}</span>;
  const jump = () => {
    const line = document.getElementById(`m-${target}`);
    line?.scrollIntoView({ block: 'center', behavior: 'smooth' });
    line?.animate([{ opacity: 0.4 }, { opacity: 1 }], { duration: 600 });
  };
  return (
    <button type="button" className={classes.quote} onClick={jump} aria-label={t('jumpToQuoted')}>
      {words}
    </button>
  );
}
