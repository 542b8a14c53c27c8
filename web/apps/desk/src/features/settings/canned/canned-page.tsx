import { Button, SegmentedControl, TextInput } from '@mantine/core';
import type { CannedBrief, CannedResponse, CannedScope } from '@otklik/api';
import { EmptyState, PageHeader } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { groupCanned } from '~/shared/canned/groups';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { Loaded } from '../loaded';
import classes from '../parts.module.css';
import { CannedEditor } from './canned-editor';
import { CannedExchange } from './canned-exchange';

/** Prepared answers: all that one sees, one of them, or a new one, by the address. */
export default function CannedPage() {
  const { item } = useParams({ strict: false });
  const navigate = useNavigate();
  const back = () => void navigate({ to: '/settings/$section', params: { section: 'canned' } });
  if (item === 'new') return <CannedEditor onDone={back} />;
  if (item) return <OneCanned id={item} onDone={back} />;
  return <CannedList />;
}

function OneCanned({ id, onDone }: { id: string; onDone: () => void }) {
  const response = useQuery({ queryKey: [...keys.canned, 'one', id], queryFn: () => server.get<CannedResponse>(`/canned-responses/${id}`), staleTime: Infinity, gcTime: 0, retry: false });
  return <Loaded query={response}>{(one) => <CannedEditor key={one.id} response={one} onDone={onDone} />}</Loaded>;
}

function CannedList() {
  const { t } = useTranslation('canned');
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const [scope, setScope] = useState<CannedScope | ''>('');
  const q = query.trim();
  const all = useQuery({
    queryKey: [...keys.canned, 'list', q],
    queryFn: async ({ signal }) => (await server.get<{ items: CannedBrief[] }>(q ? '/canned-responses/search' : '/canned-responses', q ? { q, limit: 100 } : {}, signal)).items,
    placeholderData: (before) => before,
  });
  const add = () => void navigate({ to: '/settings/$section/$item', params: { section: 'canned', item: 'new' } });
  const choices = [{ value: '', label: t('page.everything') }, ...(['personal', 'team', 'all'] as const).map((value) => ({ value, label: t(`scopes.${value}`) }))];
  return (
    <>
      <PageHeader title={t('title')} hint={t('page.hint')} actions={<Button onClick={add}>{t('page.add')}</Button>} />
      <div className={classes.stack}>
        <div className={classes.spread}>
          <TextInput type="search" aria-label={t('page.search')} placeholder={t('page.search')} maxLength={100} value={query} onChange={(event) => setQuery(event.currentTarget.value)} />
          <SegmentedControl aria-label={t('page.filter')} value={scope} data={choices} onChange={(value) => setScope(value as CannedScope | '')} />
        </div>
        <Loaded query={all}>{(items) => <Groups items={items.filter((one) => !scope || one.scope === scope)} searched={q !== ''} />}</Loaded>
        <CannedExchange />
      </div>
    </>
  );
}

function Groups({ items, searched }: { items: CannedBrief[]; searched: boolean }) {
  const { t } = useTranslation('canned');
  if (items.length === 0) return <EmptyState drawing="talk" title={t(searched ? 'nothingFound' : 'page.empty')} hint={searched ? '' : t('page.emptyHint')} />;
  const plain = items.map((one) => ({ ...one, favourite: false, uses: searched ? one.uses : 0 }));
  const uses = new Map(items.map((one) => [one.id, one.uses]));
  const groups = groupCanned(plain, searched, { favourites: t('favourites'), often: t('often'), other: t('other') });
  return (
    <>
      {groups.map((group) => (
        <section key={group.name} aria-label={group.name || t('title')}>
          {group.name ? <h2 className={classes.folder}>{group.name}</h2> : null}
          <ul className={classes.list}>
            {group.items.map((one) => (
              <Row key={one.id} response={{ ...one, uses: uses.get(one.id) ?? 0 }} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Row({ response }: { response: CannedBrief }) {
  const { t } = useTranslation('canned');
  const scope = response.scope === 'team' ? (response.team_name ?? t('teamGone')) : t(`scopes.${response.scope}`);
  const facts = [scope, response.languages.length > 1 && response.languages.join(', '), response.files > 0 && t('page.files', { count: response.files }), response.uses > 0 && t('page.uses', { count: response.uses })];
  return (
    <li>
      <span className={classes.spread}>
        <Link to="/settings/$section/$item" params={{ section: 'canned', item: String(response.id) }} className={classes.name}>
          {response.title}
        </Link>
        {response.shortcut ? <span className={classes.mono}>/{response.shortcut}</span> : null}
      </span>
      <p className={`truncate ${classes.excerpt ?? ''}`}>{response.excerpt}</p>
      <span className={`${classes.quiet ?? ''} ${classes.small ?? ''}`}>{facts.filter(Boolean).join(' · ')}</span>
    </li>
  );
}
