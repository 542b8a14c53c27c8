import { SegmentedControl } from '@mantine/core';
import type { LedgerEntry } from '@otklik/api';
import { clockTime, count } from '@otklik/i18n';
import { TableList, type Column } from '@otklik/ui';
import { IconAlertOctagon } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { useSession } from '~/shared/session';
import parts from '../parts.module.css';
import { barsOf, eventful } from './figures';
import classes from './health.module.css';

/** What was received, stored and shown, minute by minute or hour by hour; what does not agree is marked. */
export function Ledger({ minutes, hours }: { minutes: LedgerEntry[]; hours: LedgerEntry[] }) {
  const { t } = useTranslation('health');
  const [by, setBy] = useState('hour');
  const entries = by === 'hour' ? minutes : hours;
  const told = eventful(entries);
  return (
    <>
      <SegmentedControl
        style={{ alignSelf: 'flex-start' }}
        aria-label={t('ledger.title')}
        value={by}
        onChange={setBy}
        data={[
          { value: 'hour', label: t('ledger.hour') },
          { value: 'day', label: t('ledger.day') },
        ]}
      />
      <Bars entries={entries} />
      {told.length === 0 ? <p className={parts.quiet}>{t('ledger.quiet')}</p> : <LedgerTable entries={told} />}
    </>
  );
}

function Bars({ entries }: { entries: LedgerEntry[] }) {
  const { t } = useTranslation('health');
  const language = useLanguage();
  const sum = (of: (entry: LedgerEntry) => number) => count(entries.reduce((whole, entry) => whole + of(entry), 0), language);
  return (
    <div className={classes.bars} role="img" aria-label={t('ledger.graph', { total: sum((entry) => entry.received), lost: sum((entry) => entry.lost + entry.unshown) })}>
      {barsOf(entries).map(({ at, height, bad }) => (
        <span key={at} data-bad={bad} style={{ height: `${height * 100}%` }} />
      ))}
    </div>
  );
}

function LedgerTable({ entries }: { entries: LedgerEntry[] }) {
  const { t } = useTranslation('health');
  const language = useLanguage();
  const zone = useSession().workspace.time_zone;
  const figure = (id: 'received' | 'stored' | 'messages' | 'shown'): Column<LedgerEntry> => ({ id, title: t(`ledger.${id}`), numeric: true, render: (entry) => count(entry[id], language) });
  const columns: Column<LedgerEntry>[] = [
    { id: 'at', title: t('ledger.at'), render: (entry) => <time dateTime={entry.at}>{clockTime(new Date(entry.at), language, zone)}</time> },
    figure('received'),
    figure('stored'),
    { id: 'skipped', title: t('ledger.skipped'), numeric: true, secondary: true, render: (entry) => count(entry.repeated + entry.ignored, language) },
    { ...figure('messages'), secondary: true },
    figure('shown'),
    { id: 'difference', title: t('ledger.difference'), render: (entry) => <Difference entry={entry} /> },
  ];
  return <TableList label={t('ledger.title')} rows={entries} columns={columns} rowKey={(entry) => entry.at} />;
}

function Difference({ entry }: { entry: LedgerEntry }) {
  const { t } = useTranslation('health');
  if (entry.lost + entry.unshown === 0) return <span className={parts.quiet}>{t('ledger.agrees')}</span>;
  const words = [entry.lost > 0 && t('ledger.lost', { count: entry.lost }), entry.unshown > 0 && t('ledger.unshown', { count: entry.unshown })].filter(Boolean);
  return (
    <span className={classes.mark} data-state="red">
      <IconAlertOctagon size={16} stroke={1.8} aria-hidden="true" />
      {words.join(', ')}
    </span>
  );
}
