import { ScrollArea, TextInput } from '@mantine/core';
import type { Operator } from '@otklik/api';
import { ago } from '@otklik/i18n';
import { Avatar, PresenceDot } from '@otklik/ui';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '~/shared/clock';
import { useOperators } from '~/shared/colleagues';
import { useLanguage } from '~/shared/i18n';
import { usePresenceWords } from '~/shared/presence';
import { useSession } from '~/shared/session';
import { useTargets } from './api';
import { freeFirst, isFull } from './free-first';
import type { ChoiceProps } from './transfer-dialog';
import classes from './transfer.module.css';

const SEARCHED_FROM = 8;
const MINUTE = 60_000;

/** Colleagues, the free ones first; those who do not work now are folded, with a warning. */
export function People({ current, chosen, onChoose }: ChoiceProps & { current: number | null }) {
  const { t } = useTranslation('conversation');
  const [search, setSearch] = useState('');
  const all = freeFirst(useOperators()).filter((one) => one.id !== current && !one.disabled);
  const found = all.filter((one) => one.name.toLocaleLowerCase().includes(search.trim().toLocaleLowerCase()));
  const here = found.filter((one) => one.presence !== 'offline');
  const gone = found.filter((one) => one.presence === 'offline');
  const list = (people: Operator[], label: string) => (
    <ul className={classes.list} aria-label={label}>
      {people.map((one) => (
        <Person key={one.id} one={one} chosen={chosen} onChoose={onChoose} />
      ))}
    </ul>
  );
  return (
    <>
      {all.length >= SEARCHED_FROM ? <TextInput mt="sm" aria-label={t('transfer.search')} placeholder={t('transfer.search')} leftSection={<IconSearch size={16} stroke={1.7} aria-hidden="true" />} value={search} onChange={(event) => setSearch(event.currentTarget.value)} /> : null}
      <ScrollArea.Autosize mah={300}>
        {found.length === 0 ? <p className={classes.none}>{t('transfer.nobodyFound')}</p> : list(here, t('transfer.people'))}
        {gone.length > 0 ? (
          <details className={classes.gone} open={here.length === 0}>
            <summary>{t('transfer.offline', { count: gone.length })}</summary>
            <p className={classes.warning}>{t('transfer.offlineWarning')}</p>
            {list(gone, t('transfer.offline', { count: gone.length }))}
          </details>
        ) : null}
      </ScrollArea.Autosize>
    </>
  );
}

function Person({ one, chosen, onChoose }: ChoiceProps & { one: Operator }) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const me = useSession().operator.id;
  const status = usePresenceWords()(one);
  const now = useNow(MINUTE);
  const active = useTargets()?.operators.find((target) => target.id === one.id)?.last_active_at;
  const known = active && one.presence !== 'online' ? t('transfer.active', { ago: ago(new Date(active), new Date(now), language) }) : null;
  const load = one.capacity === null ? t('transfer.load', { count: one.open_conversations }) : t('transfer.loadOf', { count: one.open_conversations, capacity: one.capacity });
  return (
    <li>
      <button type="button" className={classes.choice} aria-pressed={chosen?.kind === 'operator' && chosen.id === one.id} onClick={() => onChoose({ kind: 'operator', id: one.id, name: one.name })}>
        <Avatar name={one.name} url={one.avatar_url} size={28} />
        <PresenceDot {...status} label="" />
        <span className={classes.name}>
          <span className="truncate">{one.id === me ? t('transfer.me', { name: one.name }) : one.name}</span>
          <span className={classes.more}>{[status.label, known].filter(Boolean).join(' · ')}</span>
        </span>
        <span className={classes.load} data-full={isFull(one)}>
          {isFull(one) ? `${load}, ${t('transfer.full')}` : load}
        </span>
      </button>
    </li>
  );
}
