/** What the palette finds besides actions: places of the desk by their names, and what the server finds by words. */
import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';
import { useDebouncedValue } from '@mantine/hooks';
import type { CannedBrief, ContactHit, MessageHit } from '@otklik/api';
import { shortStamp } from '@otklik/i18n';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuickSearch } from '~/features/search';
import { useSettingsEntries } from '~/features/settings/entries';
import { runAction, useAvailableActions } from '~/shared/actions';
import { cannedRequest } from '~/shared/canned/request';
import { useLanguage } from '~/shared/i18n';
import { keys } from '~/shared/keys';
import { matches } from '~/shared/name-search';
import { usePersonName } from '~/shared/person-name';
import { useSavedViews } from '~/shared/saved-views';
import { server } from '~/shared/server';

const PAUSE_MS = 200;
const SETTINGS = 12;
const TEMPLATES = 4;
const LABEL = 90;

/** People and messages that fit what is typed. */
export function useFoundEntries(query: string): SpotlightActionData[] {
  const [q] = useDebouncedValue(query.trim(), PAUSE_MS);
  const found = useQuickSearch(q).data;
  const nameOf = usePersonName();
  const language = useLanguage();
  const navigate = useNavigate();
  if (!found || query.trim().length < 2) return [];
  const open = (conversation: number, hash?: string) => void navigate({ to: '/inbox/$view/$id', params: { view: 'all', id: String(conversation) }, ...(hash && { hash }) });
  const person = (hit: ContactHit): SpotlightActionData => ({
    id: `found contact ${hit.id}`,
    label: nameOf(hit, null),
    description: [hit.email, hit.phone].filter(Boolean).join(' · '),
    // Who has written nothing yet has a card all the same.
    onClick: () => (hit.conversation_id === null ? void navigate({ to: '/contacts/$id', params: { id: String(hit.id) } }) : open(hit.conversation_id)),
  });
  const message = (hit: MessageHit): SpotlightActionData => ({
    id: `found message ${hit.id}`,
    label: [...hit.snippet.text].slice(0, LABEL).join('') || (hit.files[0]?.name ?? ''),
    description: `${nameOf({ id: hit.contact_id, name: hit.contact_name }, hit.channel)} · ${shortStamp(new Date(hit.sent_at), new Date(), language)}`,
    onClick: () => open(hit.conversation_id, `m-${hit.id}`),
  });
  return [
    ...found.contacts.map(person),
    ...[...new Map([...found.messages, ...found.files].map((hit) => [hit.id, hit])).values()].map(message),
  ];
}

/** Views, settings and prepared answers whose names fit what is typed. */
export function usePlaces(query: string): SpotlightActionGroupData[] {
  const { t } = useTranslation('actions');
  const navigate = useNavigate();
  const asked = query.trim();
  const views = useSavedViews() ?? [];
  const settings = useSettingsEntries();
  const writing = useAvailableActions().has('composer.canned');
  const templates = useTemplates(asked);
  if (!asked) return [];
  const fitting = settings.filter((one) => matches(asked, `${one.name} ${one.words}`)).sort((a, b) => Number(!matches(asked, a.name)) - Number(!matches(asked, b.name)));
  const groups = [
    { group: t('group.views'), actions: views.filter((one) => matches(asked, one.name)).map((one) => ({ id: `found view ${one.id}`, label: one.name, onClick: () => void navigate({ to: '/inbox/$view', params: { view: `saved:${one.id}` } }) })) },
    {
      group: t('group.settings'),
      actions: fitting.slice(0, SETTINGS).map((one) => ({ id: `found setting ${one.section} ${one.key}`, label: one.name, ...(one.key && { description: one.page }), onClick: () => void navigate({ to: '/settings/$section', params: { section: one.section }, hash: one.key }) })),
    },
    {
      group: t('group.canned'),
      actions: templates.map((one) => ({ id: `found template ${one.id}`, label: one.title, description: writing ? one.excerpt : t('templateNeedsField'), onClick: () => (writing ? insertFound(one.id) : void navigate({ to: '/settings/$section/$item', params: { section: 'canned', item: String(one.id) } })) })),
    },
  ];
  return groups.filter((one) => one.actions.length > 0);
}

/** Into the reply, whichever field stands open: behind the palette, which gives the focus back. */
function insertFound(id: number): void {
  setTimeout(() => {
    runAction('composer.reply');
    setTimeout(() => cannedRequest.set(id));
  }, 60);
}

function useTemplates(asked: string): CannedBrief[] {
  const [q] = useDebouncedValue(asked, PAUSE_MS);
  const found = useQuery({
    queryKey: [...keys.canned, 'palette', q],
    queryFn: async ({ signal }) => (await server.get<{ items: CannedBrief[] }>('/canned-responses/search', { q, limit: TEMPLATES }, signal)).items,
    enabled: q.length >= 2 && q.length <= 100,
    staleTime: 10_000,
    placeholderData: (before) => before,
  });
  return asked.length >= 2 ? (found.data ?? []) : [];
}
