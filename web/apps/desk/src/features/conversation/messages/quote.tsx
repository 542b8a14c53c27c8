import { useTranslation } from 'react-i18next';
import { useAuthorName } from '../customer-name';
import { useJump } from '../jumping';
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
  const jump = useJump();
  const words = (
    <>
      <span className={classes.quoteAuthor}>{name}</span>
      <span className={`${classes.quoteText ?? ''} truncate`}>{text || t('attachment')}</span>
    </>
  );
  if (target === undefined) return <span className={classes.quote}>{words}</span>;
  return (
    <button type="button" className={classes.quote} onClick={() => jump(target)} aria-label={t('jumpToQuoted')}>
      {words}
    </button>
  );
}
