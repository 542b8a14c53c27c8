import { Button, CloseButton, Popover, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconAction } from '@otklik/ui';
import { IconAdjustmentsHorizontal, IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, useCallback, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '~/shared/actions';
import { writeAndSelect } from '~/shared/caret';
import type { KeyTaker } from './completion-menu';
import classes from './filters.module.css';

const CompletionMenu = lazy(() => import('./completion-menu'));
const Builder = lazy(() => import('./builder'));

interface SearchFieldProps {
  value: string;
  /** What the server says is wrong with it. */
  problem: string | null;
  onSearch: (q: string | undefined) => void;
}

/** Words to look for and conditions to filter by, in one text; the button beside it shows the same as rows. */
export function SearchField({ value, problem, onSearch }: SearchFieldProps) {
  const { t } = useTranslation('inbox');
  const [text, setText] = useState(value);
  const [asked, setAsked] = useState(value);
  const [caret, setCaret] = useState(0);
  const [focused, setFocused] = useState(false);
  const [active, setActive] = useState<{ option: string | null; shown: boolean }>({ option: null, shown: false });
  const input = useRef<HTMLInputElement>(null);
  const taker = useRef<KeyTaker>(null);
  const menu = useId();
  // The address may change under the field: a link, the back button, the builder.
  if (asked !== value) {
    setAsked(value);
    if (value !== text.trim()) setText(value);
  }
  const search = useDebouncedCallback((q: string) => onSearch(q.trim() || undefined), 250);
  useAction('list.search', () => input.current?.focus());
  const change = (next: string, at = next.length) => {
    setText(next);
    setCaret(at);
    search(next);
  };
  const take = (next: string, at: number) => {
    writeAndSelect(input, () => change(next, at), at);
  };
  const showActive = useCallback((option: string | null, shown: boolean) => setActive({ option, shown }), []);
  const wrong = problem && text.trim() === value ? problem : null;
  return (
    <div className={classes.search} role="search">
      <div className={classes.line}>
        <TextInput
          ref={input}
          className={classes.input ?? ''}
          value={text}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={focused && active.shown}
          {...(focused && active.shown && { 'aria-controls': menu })}
          {...(focused && active.option && { 'aria-activedescendant': active.option })}
          aria-invalid={wrong !== null}
          {...(wrong && { 'aria-describedby': `${menu}-problem` })}
          autoComplete="off"
          spellCheck={false}
          maxLength={500}
          onFocus={(event) => {
            setFocused(true);
            setCaret(event.currentTarget.selectionStart ?? text.length);
          }}
          onBlur={() => {
            setFocused(false);
            search.flush();
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? text.length)}
          onChange={(event) => change(event.currentTarget.value, event.currentTarget.selectionStart ?? undefined)}
          onKeyDown={(event) => {
            if (taker.current?.(event)) return;
            if (event.key === 'Enter') search.flush();
            if (event.key !== 'Escape') return;
            event.preventDefault();
            change('');
            event.currentTarget.blur();
          }}
          placeholder={t('search')}
          aria-label={t('search')}
          leftSection={<IconSearch size={16} stroke={1.7} aria-hidden="true" />}
          rightSection={text ? <CloseButton size="sm" aria-label={t('clearSearch')} onClick={() => change('')} /> : null}
        />
        <BuilderButton text={text} onChange={change} />
      </div>
      {wrong ? (
        <p id={`${menu}-problem`} className={classes.problem} role="alert">
          {wrong}
        </p>
      ) : null}
      <Suspense fallback={null}>{focused ? <CompletionMenu id={menu} text={text} caret={caret} taker={taker} onTake={take} onActive={showActive} /> : null}</Suspense>
    </div>
  );
}

function BuilderButton({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const { t } = useTranslation('inbox');
  const [opened, setOpened] = useState(false);
  // Escape first closes the list of a field that stands open, and only then the conditions.
  const leave = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && (event.target as Element).getAttribute('aria-expanded') !== 'true') setOpened(false);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus closeOnEscape={false} withinPortal>
      <Popover.Target>
        <IconAction label={t('filter')} icon={IconAdjustmentsHorizontal} aria-expanded={opened} aria-haspopup="dialog" onClick={() => setOpened(!opened)} />
      </Popover.Target>
      <Popover.Dropdown aria-label={t('filter')} onKeyDown={leave}>
        <Suspense fallback={null}>{opened ? <Builder text={text} onChange={onChange} /> : null}</Suspense>
        <Button variant="default" mt="sm" fullWidth onClick={() => setOpened(false)}>
          {t('done')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
