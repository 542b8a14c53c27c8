import { TextInput } from '@mantine/core';
import { asProblem, type Tag } from '@otklik/api';
import { useQueryClient } from '@tanstack/react-query';
import { IconCheck, IconPlus } from '@tabler/icons-react';
import { useId, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { NAME_MAX, TAGS_MAX, tagsQuery, useTags } from '~/shared/labels';
import { tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { ToneDot } from '~/shared/tag-chip';
import { offerTags } from './offer-tags';
import classes from '~/shared/choices/choices.module.css';

interface TagPickerProps {
  tags: Tag[];
  onChange: (tags: Tag[]) => void;
  onDone: () => void;
}

/** Type to find, Enter to choose or to make, Escape when done. */
export function TagPicker({ tags, onChange, onDone }: TagPickerProps) {
  const { t } = useTranslation('conversation');
  const all = useTags();
  const list = useId();
  const [chosen, setChosen] = useState(tags);
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const make = useMaking();
  const offer = offerTags(all, tags, words);
  const count = offer.tags.length + (offer.fresh ? 1 : 0);
  const full = chosen.length >= TAGS_MAX;
  // A new tag is made by the server; what is chosen while it is on its way stays chosen.
  const latest = useRef(tags);
  const change = (next: Tag[]) => {
    latest.current = next;
    setChosen(next);
    onChange(next);
  };
  const toggle = (tag: Tag) => change(chosen.some((one) => one.id === tag.id) ? chosen.filter((one) => one.id !== tag.id) : full ? chosen : [...chosen, tag]);
  const take = (index: number) => {
    const tag = offer.tags[index];
    if (tag) toggle(tag);
    else if (offer.fresh && !full) void make(offer.fresh).then((made) => made && change([...latest.current.filter((one) => one.id !== made.id), made]));
    setWords('');
    setAt(0);
  };
  const listen = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setAt((now) => (count === 0 ? 0 : (now + (event.key === 'ArrowDown' ? 1 : count - 1)) % count));
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey || count === 0) onDone();
      else take(at);
    }
  };
  return (
    <>
      <TextInput
        data-autofocus
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={count > 0 ? `${list}-${at}` : undefined}
        aria-label={t('tags.find')}
        placeholder={t('tags.find')}
        autoComplete="off"
        maxLength={NAME_MAX}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={listen}
      />
      {full ? <p className={classes.none}>{t('tags.full', { count: TAGS_MAX })}</p> : null}
      <div className={classes.scroll} role="listbox" aria-multiselectable="true" aria-label={t('tags.title')} id={list}>
        {offer.tags.map((tag, index) => (
          <Option key={tag.id} id={`${list}-${index}`} active={index === at} selected={chosen.some((one) => one.id === tag.id)} tag={tag} onTake={() => take(index)} />
        ))}
        {offer.fresh ? (
          <div id={`${list}-${offer.tags.length}`} role="option" aria-selected="false" tabIndex={-1} className={classes.choice} data-active={at === offer.tags.length} onPointerDown={pressed(() => take(offer.tags.length))}>
            <span className={classes.place}>
              <IconPlus size={16} stroke={1.8} aria-hidden="true" />
            </span>
            <span className={classes.label}>{t('tags.create', { name: offer.fresh })}</span>
          </div>
        ) : null}
      </div>
      {count === 0 ? <p className={classes.none}>{t('tags.none')}</p> : null}
    </>
  );
}

interface OptionProps {
  id: string;
  active: boolean;
  selected: boolean;
  tag: Tag;
  onTake: () => void;
}

function Option({ id, active, selected, tag, onTake }: OptionProps) {
  return (
    <div id={id} role="option" aria-selected={selected} tabIndex={-1} className={classes.choice} data-active={active} onPointerDown={pressed(onTake)} ref={active ? showIt : undefined}>
      <span className={classes.place}>
        <ToneDot tone={tag.tone} />
      </span>
      <span className={classes.label} dir="auto">
        {tag.name}
      </span>
      {selected ? <IconCheck size={16} stroke={2} aria-hidden="true" /> : null}
    </div>
  );
}

/** The field keeps the focus: its keys walk through the options. */
const pressed = (take: () => void) => (event: PointerEvent) => {
  event.preventDefault();
  take();
};

function showIt(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: 'nearest' });
}

/** Makes a tag; when a colleague has just made the same one, takes theirs. */
function useMaking(): (name: string) => Promise<Tag | null> {
  const client = useQueryClient();
  return async (name) => {
    try {
      const made = await server.post<Tag>('/tags', { name });
      client.setQueryData<Tag[]>(tagsQuery.queryKey, (known) => known && [...known.filter((one) => one.id !== made.id), made]);
      return made;
    } catch (error) {
      const there = asProblem(error).body['id'];
      if (typeof there === 'number') return (await client.query({ ...tagsQuery, staleTime: 0 })).find((one) => one.id === there) ?? null;
      tellProblem(error);
      return null;
    }
  };
}
