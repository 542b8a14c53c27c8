import type { Mark } from '@otklik/api';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cutAtNames } from '~/shared/mentions';
import { useFoundPlaces } from '../finding';
import { runsOf, safeUrl } from './marks';
import classes from './bubble.module.css';

interface RichTextProps {
  text: string;
  marks: Mark[];
  /** Names of colleagues that stand in the text after an @. */
  names?: readonly string[];
  /** In which language the words are, where that is known. */
  lang?: string | undefined;
}

const nobody: readonly string[] = [];

export function RichText({ text, marks, names = nobody, lang }: RichTextProps) {
  const found = useFoundPlaces(text);
  return (
    <span className={classes.text} dir="auto" lang={lang}>
      {runsOf(text, marks, found).map((run, index) => (
        <span key={index}>{run.marks.reduce<ReactNode>((inner, mark) => wrap(mark, inner), run.found ? <mark className={classes.found}>{run.text}</mark> : <Named text={run.text} names={names} />)}</span>
      ))}
    </span>
  );
}

function Named({ text, names }: { text: string; names: readonly string[] }) {
  if (names.length === 0) return text;
  return cutAtNames(text, names).map((run, index) =>
    run.named ? (
      <span key={index} className={classes.mention}>
        {run.text}
      </span>
    ) : (
      run.text
    ),
  );
}

function wrap(mark: Mark, inner: ReactNode): ReactNode {
  switch (mark.kind) {
    case 'bold':
      return <strong>{inner}</strong>;
    case 'italic':
      return <em>{inner}</em>;
    case 'underline':
      return <u>{inner}</u>;
    case 'strike':
      return <s>{inner}</s>;
    case 'code':
    case 'pre':
      return <code>{inner}</code>;
    case 'quote':
      return <q className={classes.quoteMark}>{inner}</q>;
    case 'spoiler':
      return <Spoiler>{inner}</Spoiler>;
    case 'link':
      return <Outside url={mark.url}>{inner}</Outside>;
  }
}

function Outside({ url, children }: { url: string | null | undefined; children: ReactNode }) {
  const href = safeUrl(url ?? (typeof children === 'string' ? children : null));
  if (!href) return <>{children}</>;
  return (
    <a href={href} target="_blank" rel="noreferrer noopener nofollow">
      {children}
    </a>
  );
}

function Spoiler({ children }: { children: ReactNode }) {
  const { t } = useTranslation('conversation');
  const [shown, setShown] = useState(false);
  if (shown) return <span className={classes.spoiled}>{children}</span>;
  return (
    <button type="button" className={classes.spoiler} onClick={() => setShown(true)} aria-label={t('showSpoiler')}>
      {children}
    </button>
  );
}
