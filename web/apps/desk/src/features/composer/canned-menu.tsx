import type { CannedBrief } from '@otklik/api';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconBolt, IconPaperclip, IconStar, IconStarFilled } from '@tabler/icons-react';
import { useEffect, useState, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { groupCanned } from '~/shared/canned/groups';
import { languageName } from '~/shared/canned/languages';
import { findPlaces } from '~/shared/canned/places';
import { useLanguage } from '~/shared/i18n';
import { asShown } from '~/shared/keyboards/rows';
import { ShownButtons } from '~/shared/keyboards/shown-buttons';
import { keys } from '~/shared/keys';
import { findMacros, openMacro, useMacros } from '~/shared/macros';
import { tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';
import type { CannedTarget } from './canned-target';
import { MENU_ID, type Canned } from './use-canned';
import classes from './canned.module.css';

interface CannedMenuProps {
  canned: Canned;
  query: string;
}

/** Looks up while the person types; arrows choose, Enter or Tab inserts, the preview shows what the customer will read. */
export default function CannedMenu({ canned, query }: CannedMenuProps) {
  const { t } = useTranslation('canned');
  const found = useQuery({
    queryKey: [...keys.canned, 'search', query],
    queryFn: async ({ signal }) => (await server.get<{ items: CannedBrief[] }>('/canned-responses/search', { q: query, limit: 50 }, signal)).items,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  const [at, setAt] = useState(0);
  const [language, setLanguage] = useState<string | null>(null);
  const groups = groupCanned(found.data ?? [], query !== '', { favourites: t('favourites'), often: t('often'), other: t('other') });
  const lines = groups.flatMap((group) => group.items);
  const all = useMacros(canned.target.conversational);
  const macros = canned.target.conversational ? findMacros(all, query) : [];
  const count = lines.length + macros.length;
  const place = Math.min(at, count - 1);
  const chosen = lines[place] ?? null;
  const macro = macros[place - lines.length] ?? null;
  const runMacro = (id: number) => {
    canned.takeOut();
    openMacro(id);
  };
  const { keysOfMenu, setActive, choose } = canned;
  const chosenId = chosen?.id;
  const activeId = chosen ? lineId(chosen.id) : macro ? macroId(macro.id) : null;

  useEffect(() => setAt(0), [query]);
  useEffect(() => setLanguage(null), [chosenId]);
  useEffect(() => {
    setActive(activeId);
    if (activeId !== null) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
    return () => setActive(null);
  }, [activeId, setActive]);
  useEffect(() => {
    keysOfMenu.current = (key) => {
      if (count === 0) return false;
      if (key === 'ArrowDown') setAt((place + 1) % count);
      else if (key === 'ArrowUp') setAt((place + count - 1) % count);
      else if ((key === 'Enter' || key === 'Tab') && chosen) choose(chosen, language);
      else if ((key === 'Enter' || key === 'Tab') && macro) runMacro(macro.id);
      else return false;
      return true;
    };
    return () => {
      keysOfMenu.current = null;
    };
  });

  return (
    <div className={classes.menu} data-canned-menu>
      <div className={classes.lines} id={MENU_ID} {...(count > 0 && { role: 'listbox', 'aria-label': t('title') })}>
        {groups.map((group) => (
          <div key={group.name} role="group" aria-label={group.name}>
            {group.name ? <p className={classes.group}>{group.name}</p> : null}
            {group.items.map((one) => (
              <Line key={one.id} response={one} chosen={one === chosen} onPoint={() => setAt(lines.indexOf(one))} onChoose={() => choose(one, one === chosen ? language : null)} />
            ))}
          </div>
        ))}
        {macros.length > 0 ? (
          <div role="group" aria-label={t('macros')}>
            <p className={classes.group}>{t('macros')}</p>
            {macros.map((one, number) => (
              <button key={one.id} type="button" id={macroId(one.id)} className={classes.line} role="option" aria-selected={one === macro} tabIndex={-1} onMouseMove={one === macro ? undefined : () => setAt(lines.length + number)} onMouseDown={keepFocus} onClick={() => runMacro(one.id)}>
                <span className="truncate">{one.name}</span>
                <IconBolt size={13} stroke={1.8} aria-hidden="true" />
              </button>
            ))}
          </div>
        ) : null}
        {found.data && count === 0 ? <p className={classes.nothing}>{t(query ? 'nothingFound' : 'none')}</p> : null}
      </div>
      {chosen ? <Preview target={canned.target} response={chosen} language={language} onLanguage={setLanguage} /> : null}
    </div>
  );
}

const lineId = (id: number) => `canned-${id}`;
const macroId = (id: number) => `canned-macro-${id}`;

/** The field keeps the focus while its menu is clicked. */
const keepFocus = (event: MouseEvent) => event.preventDefault();

interface LineProps {
  response: CannedBrief;
  chosen: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

function Line({ response, chosen, onPoint, onChoose }: LineProps) {
  return (
    <button
      type="button"
      id={lineId(response.id)}
      className={classes.line}
      role="option"
      aria-selected={chosen}
      tabIndex={-1}
      onMouseMove={chosen ? undefined : onPoint}
      onMouseDown={keepFocus}
      onClick={onChoose}
    >
      <span className="truncate">{response.title}</span>
      {response.files > 0 ? <IconPaperclip size={13} stroke={1.8} aria-hidden="true" /> : null}
      {response.shortcut ? <span className={classes.shortcut}>/{response.shortcut}</span> : null}
    </button>
  );
}

interface PreviewProps {
  target: CannedTarget;
  response: CannedBrief;
  language: string | null;
  onLanguage: (language: string) => void;
}

function Preview({ target, response, language, onLanguage }: PreviewProps) {
  const { t } = useTranslation('canned');
  const client = useQueryClient();
  const tongue = useLanguage();
  const rendered = useQuery({
    queryKey: [...keys.canned, 'rendered', target.facts, response.id, language],
    queryFn: ({ signal }) => target.render(response.id, language, signal),
    placeholderData: keepPreviousData,
  }).data;
  const shown = rendered?.id === response.id ? rendered : null;
  const favour = () =>
    server
      .put(`/canned-responses/${response.id}/favourite`, { favourite: !response.favourite })
      .then(() => client.invalidateQueries({ queryKey: keys.canned }))
      .catch(tellProblem);
  return (
    <aside className={classes.preview} aria-label={t('preview')}>
      <div className={classes.previewHead}>
        {response.languages.length > 1
          ? response.languages.map((one) => (
              <button key={one} type="button" tabIndex={-1} className={classes.language} aria-pressed={shown?.language === one} onMouseDown={keepFocus} onClick={() => onLanguage(one)}>
                {languageName(one, tongue)}
              </button>
            ))
          : null}
        <button type="button" tabIndex={-1} className={classes.star} aria-pressed={response.favourite} aria-label={t('favourite')} title={t('favourite')} onMouseDown={keepFocus} onClick={() => void favour()}>
          {response.favourite ? <IconStarFilled size={15} aria-hidden="true" /> : <IconStar size={15} stroke={1.7} aria-hidden="true" />}
        </button>
      </div>
      <p className={classes.previewText}>{shown ? <Marked text={shown.text} /> : response.excerpt}</p>
      {shown && shown.buttons.length > 0 ? <ShownButtons rows={asShown(shown.buttons)} /> : null}
      {shown?.attachments.map((file) => (
        <span key={file.id} className={classes.previewFile}>
          <IconPaperclip size={13} stroke={1.8} aria-hidden="true" />
          {file.name}
        </span>
      ))}
    </aside>
  );
}

/** A text with its unfilled variables marked. */
function Marked({ text }: { text: string }) {
  const places = findPlaces(text);
  return (
    <>
      {places.map((place, number) => (
        <span key={place.start}>
          {text.slice(places[number - 1]?.stop ?? 0, place.start)}
          <mark>{text.slice(place.start, place.stop)}</mark>
        </span>
      ))}
      {text.slice(places.at(-1)?.stop ?? 0)}
    </>
  );
}
