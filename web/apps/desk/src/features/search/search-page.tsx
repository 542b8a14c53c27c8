import { Button, CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '~/shared/actions';
import { useArrowWalk } from '~/shared/arrow-walk';
import { kinds, readAsked, type Asked } from './asked';
import { Filters } from './filters';
import { Results } from './results';
import classes from './search.module.css';

const PAUSE_MS = 250;

interface SearchPageProps {
  address: Record<string, unknown>;
  onAsk: (asked: Asked) => void;
}

/** Everything by words: messages, people and files, with filters, walked with the arrow keys. */
export default function SearchPage({ address, onAsk }: SearchPageProps) {
  const { t } = useTranslation('search');
  const asked = readAsked(address);
  const { q = '', kind: chosen = 'all' } = asked;
  const [text, setText] = useState(q);
  const [known, setKnown] = useState(q);
  // The address may change under the field: the palette, the back button.
  if (known !== q) {
    setKnown(q);
    if (q !== text.trim()) setText(q);
  }
  const page = useRef<HTMLElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const ask = (change: { [name in keyof Asked]?: Asked[name] | undefined }) => onAsk(readAsked({ ...asked, ...change }));
  const later = useDebouncedCallback((words: string) => ask({ q: words }), PAUSE_MS);
  const type = (words: string) => {
    setText(words);
    later(words);
  };
  useAction('list.search', () => field.current?.focus());
  useArrowWalk(page);
  useEffect(() => {
    document.title = t('pageTitle');
    field.current?.focus();
  }, [t]);
  return (
    <main className={classes.page} id="main" tabIndex={-1} ref={page}>
      <h1 className={classes.title}>{t('title')}</h1>
      <div role="search">
        <TextInput
          ref={field}
          size="md"
          data-stop=""
          value={text}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') later.flush();
          }}
          placeholder={t('field')}
          aria-label={t('field')}
          leftSection={<IconSearch size={18} stroke={1.7} aria-hidden="true" />}
          rightSection={text ? <CloseButton size="sm" aria-label={t('clear')} onClick={() => type('')} /> : null}
        />
      </div>
      <div className={classes.choices}>
        <div className={classes.kinds} role="group" aria-label={t('kinds')}>
          {kinds.map((kind) => (
            <Button key={kind} size="compact-sm" variant={kind === chosen ? 'light' : 'subtle'} {...(kind !== chosen && { color: 'gray' })} aria-pressed={kind === chosen} onClick={() => ask({ kind })}>
              {t(`kind.${kind}`)}
            </Button>
          ))}
        </div>
        {chosen === 'contacts' ? null : <Filters asked={asked} onChange={ask} />}
      </div>
      <Results asked={asked} onKind={(kind) => ask({ kind })} onReset={() => onAsk(readAsked({ q, kind: chosen }))} />
    </main>
  );
}
