import '@mantine/spotlight/styles.css';
import { Spotlight, spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import { weekdayTime } from '@otklik/i18n';
import { KeyCaps } from '@otklik/ui';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actionIds, actionOf, capsOf, chosenCount, combosOf, runAction, useAction, useAvailableActions, useChosenActions, useOwnKeys, type ActionGroup, type ActionId } from '~/shared/actions';
import { openMacro, useMacros } from '~/shared/macros';
import { useLanguage } from '~/shared/i18n';
import { rankOf } from '~/shared/name-search';
import { napUntil } from '~/shared/nap';
import { usePreferences } from '~/shared/preferences';
import { offeredPresets } from '~/shared/snooze-presets';
import { wishSnooze } from '~/shared/snooze-wish';
import { useStore } from '~/shared/store';
import { useFoundEntries, usePlaces } from './palette-found';
import { useBreakEntries, useGoEntries } from './palette-go';
import { readMoment } from './palette-moment';
import { inOrder, noteRecent, readRecent, withRecent } from './palette-recent';

const groups: ActionGroup[] = ['message', 'conversation', 'composer', 'list', 'go', 'status', 'desk'];

/** Ctrl+K: everything that can be done here and now, by name in either language or layout. */
export default function Palette() {
  const { t } = useTranslation('actions');
  const available = useAvailableActions();
  const chosen = useChosenActions();
  const count = useStore(chosenCount);
  const own = useOwnKeys();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  useAction('desk.palette', () => spotlight.open());
  // It is loaded by the first wish to open it.
  useEffect(() => spotlight.open(), []);

  const shown = (fits: (id: ActionId) => boolean) =>
    actionIds
      .filter((id) => !actionOf(id).keysOnly && available.has(id) && fits(id))
      .map((id) => {
        const combo = combosOf(id, own)[0];
        return {
          id,
          label: t(id),
          keywords: t(id, { lng: t('otherLanguage') }),
          rightSection: combo ? <KeyCaps keys={capsOf(combo)} /> : null,
          // After the palette has given the focus back.
          onClick: () => void setTimeout(() => runAction(id), 60),
        };
      });
  const also: Partial<Record<ActionGroup, SpotlightActionData[]>> = { go: useGoEntries(), status: useBreakEntries() };
  const offered: SpotlightActionGroupData[] = groups.map((group) => ({ group: t(`group.${group}`), actions: [...shown((id) => actionOf(id).group === group && !chosen.has(id)), ...(also[group] ?? [])] }));
  if (count !== null) offered.unshift({ group: count === 'all' ? t('group.wholeView') : t('group.chosen', { count }), actions: shown((id) => chosen.has(id)) });
  const macros = useMacros(available.has('conversation.macros'));
  if (available.has('conversation.macros') && !chosen.has('conversation.macros') && macros.length > 0) {
    offered.splice(1, 0, { group: t('group.macros'), actions: macros.map((one) => ({ id: `macro.${one.id}`, label: one.name, onClick: () => void setTimeout(() => openMacro(one.id), 60) })) });
  }
  const presets = usePresetEntries(available.has('conversation.snooze'));
  const moment = useMomentEntry(query, available.has('conversation.snooze'));
  if (presets.length > 0) offered.splice(1, 0, { group: t('group.moment'), actions: presets });
  const found = useFoundEntries(query);
  const places = usePlaces(query);
  const number = /^№?\s*(\d+)$/.exec(query.trim())?.[1];
  const jump: SpotlightActionGroupData = {
    group: t('group.find'),
    actions: number
      ? [{ id: 'jump', label: t('openNumber', { number }), onClick: () => void navigate({ to: '/inbox/$view/$id', params: { view: 'all', id: number } }) }]
      : [
          ...found,
          { id: 'find everywhere', label: t('searchText', { text: query.trim() }), onClick: () => void navigate({ to: '/search', search: { q: query.trim() } }) },
          { id: 'find', label: t('findText', { text: query.trim() }), onClick: () => void navigate({ to: '/inbox/$view', params: { view: 'all' }, search: { q: query.trim() } }) },
        ],
  };

  // Read anew each time the palette opens with nothing typed.
  const recent = readRecent();
  const all = noted(query.trim() ? [...moment, ...offered, ...places, jump] : withRecent(offered, recent, t('group.recent')));

  return (
    <Spotlight
      actions={all}
      query={query}
      onQueryChange={setQuery}
      filter={(text, list) => narrow(text, list, recent)}
      title={t('palettePlaceholder')}
      classNames={{ header: 'visually-hidden' }}
      shortcut={null}
      nothingFound={t('nothingFound')}
      highlightQuery={false}
      scrollable
      maxHeight={420}
      searchProps={{ leftSection: <IconSearch size={18} stroke={1.7} aria-hidden="true" />, placeholder: t('palettePlaceholder'), 'aria-label': t('palettePlaceholder') }}
    />
  );
}

/** One's own moments, each as an entry: until when the open conversation or the chosen rows are put off. */
function usePresetEntries(possible: boolean): SpotlightActionData[] {
  const { t } = useTranslation(['actions', 'conversation']);
  const language = useLanguage();
  const [{ snooze }] = usePreferences();
  if (!possible) return [];
  return offeredPresets(snooze, new Date()).map((one) => {
    const name = one.usual ? t(`conversation:snooze.${one.usual}`) : one.kept;
    const run = () => {
      wishSnooze(napUntil(one.at));
      runAction('conversation.snooze');
    };
    return { id: `snooze.${one.kept}`, label: t('actions:snoozeTo', { name, time: weekdayTime(one.at, language) }), onClick: () => void setTimeout(run, 60) };
  });
}

/** "отложить завтра в 9": the moment first of all, for the open conversation or the chosen rows. */
function useMomentEntry(query: string, possible: boolean): SpotlightActionGroupData[] {
  const { t } = useTranslation('actions');
  const language = useLanguage();
  const until = possible ? readMoment(query, new Date()) : null;
  if (!until) return [];
  const run = () => {
    wishSnooze(napUntil(until));
    runAction('conversation.snooze');
  };
  return [{ group: t('group.moment'), actions: [{ id: 'found moment', label: t('snoozeUntil', { time: weekdayTime(until, language) }), onClick: () => void setTimeout(run, 60) }] }];
}

/** Remembers what was chosen, but not what is found by its words: those come by being searched. */
function noted(groups: SpotlightActionGroupData[]): SpotlightActionGroupData[] {
  return groups.map((group) => ({
    ...group,
    actions: group.actions.map((one) => ({
      ...one,
      onClick: (event) => {
        if (!ready.test(one.id)) noteRecent(one.id);
        one.onClick?.(event);
      },
    })),
  }));
}

/** What was found already fits. */
const ready = /^(jump|find|found )/;

function narrow(query: string, list: (SpotlightActionData | SpotlightActionGroupData)[], recent: string[]): (SpotlightActionData | SpotlightActionGroupData)[] {
  const rank = (action: SpotlightActionData) => (ready.test(action.id) ? 0 : rankOf(query, `${action.label ?? ''} ${String(action.keywords ?? '')}`));
  return list.flatMap<SpotlightActionData | SpotlightActionGroupData>((one) => {
    if (!('actions' in one)) return [one];
    const fitting = one.actions.filter((action) => rank(action) !== null);
    const actions = query.trim() === '' ? fitting : inOrder(fitting, (action) => rank(action) ?? 0, recent);
    return actions.length > 0 ? [{ ...one, actions }] : [];
  });
}
