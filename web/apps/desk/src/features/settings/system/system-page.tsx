import { Button } from '@mantine/core';
import { bytes } from '@otklik/i18n';
import { PageHeader, Section, TableList, type Column } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { useLanguage } from '~/shared/i18n';
import { server } from '~/shared/server';
import { Loaded } from '../loaded';
import { Moment } from '../moment';
import classes from '../parts.module.css';
import { SystemLine } from './system-line';
import type { Licence, SystemOut } from './wire';

const EVERY_MS = 15_000;

/** How the installation is, what a helper needs of it, and what it is made with. */
export default function SystemPage() {
  const { t } = useTranslation('system');
  const system = useQuery({ queryKey: keys.system, queryFn: () => server.get<SystemOut>('/system'), refetchInterval: EVERY_MS });
  return (
    <>
      <PageHeader title={t('title')} hint={t('hint')} />
      <Loaded query={system}>
        {({ version, schema, python, started_at: started, rows, tables }) => (
          <>
            <p className={classes.quiet}>
              {t('version', { version, schema, python })}
              <br />
              {t('started')} <Moment at={started} />
            </p>
            <ul className={classes.list} aria-label={t('title')}>
              {rows.map((row) => (
                <SystemLine key={row.id} row={row} />
              ))}
            </ul>
            <div className={classes.apart}>
              <Section title={t('tables')}>
                <Tables tables={tables} />
              </Section>
            </div>
          </>
        )}
      </Loaded>
      <Section title={t('backup')} hint={t('backupHint')}>
        {null}
      </Section>
      <Section title={t('bundle')} hint={t('bundleHint')}>
        <div className={classes.row}>
          <Button variant="default" component="a" href="/api/v1/system/bundle" download="otklik-support.zip">
            {t('makeBundle')}
          </Button>
        </div>
      </Section>
      <Section title={t('licences')} hint={t('licencesHint')}>
        <Licences />
      </Section>
      <Link className={classes.way} to="/settings/$section" params={{ section: 'health' }}>
        {t('channels')}
      </Link>
    </>
  );
}

function Tables({ tables }: { tables: SystemOut['tables'] }) {
  const language = useLanguage();
  return (
    <ul className={classes.list}>
      {tables.map((table) => (
        <li key={table.name} className={classes.spread}>
          <span className={classes.mono}>{table.name}</span>
          <span className={classes.quiet}>{bytes(table.bytes, language)}</span>
        </li>
      ))}
    </ul>
  );
}

function Licences() {
  const { t } = useTranslation('system');
  const [open, setOpen] = useState(false);
  const listed = useQuery({ queryKey: ['licences'], queryFn: async () => (await server.get<{ items: Licence[] }>('/system/licences')).items, staleTime: Infinity, enabled: open });
  const columns: Column<Licence>[] = [
    { id: 'name', title: t('package'), render: (one) => one.name },
    { id: 'version', title: t('packageVersion'), render: (one) => one.version },
    { id: 'licence', title: t('licence'), render: (one) => one.licence || t('noLicence') },
  ];
  if (!open) {
    return (
      <div className={classes.row}>
        <Button variant="default" onClick={() => setOpen(true)}>
          {t('showLicences')}
        </Button>
      </div>
    );
  }
  return <Loaded query={listed}>{(all) => <TableList label={t('licences')} rows={all} columns={columns} rowKey={(one) => one.name} />}</Loaded>;
}
