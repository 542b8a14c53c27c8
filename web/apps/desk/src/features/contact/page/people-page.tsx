import '@otklik/ui/forms';
import { Button, CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { EmptyState, IconAction, Skeleton } from '@otklik/ui';
import { IconArrowLeft, IconDownload, IconSearch, IconUpload } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '~/shared/actions';
import { useContact } from '~/shared/contacts';
import { useLanguage } from '~/shared/i18n';
import { usePersonName } from '~/shared/person-name';
import { problemText } from '~/shared/problem-text';
import { usePermission } from '~/shared/session';
import { ContactBody } from '../contact-body';
import { usePeople } from './api';
import { exportAddress, isNarrowed, readPeople, type People, type PeopleChange } from './asked';
import { PeopleFilters } from './people-filters';
import { PeopleList } from './people-list';
import { JoinTwo } from './join-two';
import classes from './page.module.css';

const ImportDialog = lazy(() => import('./import/import-dialog'));
const NewPerson = lazy(() => import('./new-person'));
const PAUSE_MS = 250;

interface PeoplePageProps {
  address: Record<string, unknown>;
  id: number | null;
  onAsk: (people: People) => void;
  onOpen: (id: number | null) => void;
}

/** All customers: found, filtered, put in order; one of them with the whole card beside the list. */
export default function PeoplePage({ address, id, onAsk, onOpen }: PeoplePageProps) {
  const { t } = useTranslation('people');
  const people = readPeople(address);
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [making, setMaking] = useState(false);
  const [importing, setImporting] = useState(false);
  const mayEdit = usePermission('contacts.edit');
  const list = usePeople(people);
  const ask = (change: PeopleChange) => {
    setChosen([]);
    onAsk(readPeople({ ...people, ...change }));
  };
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const picked = chosen.flatMap((one) => rows.find((row) => row.id === one) ?? []);
  useAction('list.back', () => onOpen(null), id !== null);
  useEffect(() => {
    document.title = t('pageTitle');
  }, [t]);
  return (
    <div className={classes.page} data-open={id !== null}>
      <main className={classes.all} id="main" tabIndex={-1}>
        <header className={classes.top}>
          <h1>{t('title')}</h1>
          <span className={classes.verbs}>
            {mayEdit ? (
              <Button variant="default" leftSection={<IconUpload size={16} stroke={1.7} aria-hidden="true" />} onClick={() => setImporting(true)}>
                {t('import.open')}
              </Button>
            ) : null}
            <ExportLink people={people} />
            {mayEdit ? <Button onClick={() => setMaking(true)}>{t('new')}</Button> : null}
          </span>
        </header>
        <div className={classes.ask}>
          <Words words={people.q ?? ''} onWords={(q) => ask({ q })} />
          <PeopleFilters people={people} onChange={ask} />
        </div>
        <JoinTwo picked={picked} count={chosen.length} onClear={() => setChosen([])} onJoined={(kept) => onOpen(kept)} />
        {list.isError ? (
          <EmptyState drawing="plug" title={t('failed')} hint={problemText(list.error)} action={<Button onClick={() => void list.refetch()}>{t('again')}</Button>} />
        ) : list.isPending ? (
          <div className={classes.bones} role="status" aria-label={t('loading')}>
            <Skeleton height={40} />
            <Skeleton height={40} />
            <Skeleton height={40} width="70%" />
          </div>
        ) : rows.length === 0 ? (
          <Nobody narrowed={isNarrowed(people) || people.q !== undefined} onReset={() => onAsk({})} onNew={mayEdit ? () => setMaking(true) : null} />
        ) : (
          <PeopleList rows={rows} selected={id} chosen={chosen} onChoose={setChosen} onOpen={onOpen} onEnd={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined} />
        )}
      </main>
      {id === null ? null : <Person key={id} id={id} onClose={() => onOpen(null)} />}
      <Suspense fallback={null}>{importing ? <ImportDialog onClose={() => setImporting(false)} /> : null}</Suspense>
      <Suspense fallback={null}>{making ? <NewPerson onClose={() => setMaking(false)} onMade={(contact) => onOpen(contact.id)} /> : null}</Suspense>
    </div>
  );
}

function Words({ words, onWords }: { words: string; onWords: (words: string) => void }) {
  const { t } = useTranslation('people');
  const [text, setText] = useState(words);
  const [known, setKnown] = useState(words);
  if (known !== words) {
    setKnown(words);
    if (words !== text.trim()) setText(words);
  }
  const field = useRef<HTMLInputElement>(null);
  const later = useDebouncedCallback(onWords, PAUSE_MS);
  const type = (next: string) => {
    setText(next);
    later(next);
  };
  useAction('list.search', () => field.current?.focus());
  return (
    <TextInput
      ref={field}
      type="search"
      value={text}
      maxLength={200}
      autoComplete="off"
      aria-label={t('find')}
      placeholder={t('find')}
      leftSection={<IconSearch size={16} stroke={1.7} aria-hidden="true" />}
      rightSection={text ? <CloseButton size="sm" aria-label={t('clear')} onClick={() => type('')} /> : null}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}

function ExportLink({ people }: { people: People }) {
  const { t } = useTranslation('people');
  const language = useLanguage();
  if (!usePermission('contacts.export')) return null;
  return (
    <Button component="a" variant="default" href={exportAddress(people, language)} download leftSection={<IconDownload size={16} stroke={1.7} aria-hidden="true" />}>
      {t('export')}
    </Button>
  );
}

function Nobody({ narrowed, onReset, onNew }: { narrowed: boolean; onReset: () => void; onNew: (() => void) | null }) {
  const { t } = useTranslation('people');
  if (narrowed) return <EmptyState drawing="search" title={t('nobodyFound')} hint={t('nobodyFoundHint')} action={<Button variant="default" onClick={onReset}>{t('reset')}</Button>} />;
  return <EmptyState drawing="tray" title={t('nobody')} hint={t('nobodyHint')} action={onNew ? <Button onClick={onNew}>{t('new')}</Button> : undefined} />;
}

function Person({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useTranslation('people');
  const known = useContact(id).data;
  const called = usePersonName()({ id, name: known?.name ?? '' }, known?.identities[0]?.channel);
  return (
    <aside className={classes.person} aria-label={t('card')}>
      <header className={classes.personTop}>
        <IconAction label={t('close')} icon={IconArrowLeft} onClick={onClose} />
        <h2>{t('card')}</h2>
      </header>
      <div className={classes.personBody}>
        <ContactBody id={id} called={called} avatar={null} />
      </div>
    </aside>
  );
}
