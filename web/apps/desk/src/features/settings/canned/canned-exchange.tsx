import { Button, Select } from '@mantine/core';
import type { CannedScope } from '@otklik/api';
import { Section } from '@otklik/ui';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useSession } from '~/shared/session';
import { useDeed } from '../asking';
import classes from '../parts.module.css';

const LARGEST = 1_000_000;

interface Imported {
  created: number;
  skipped: { entry: number; title: string; message: string }[];
}

/** Prepared answers as a file, out and in. */
export function CannedExchange() {
  const { t } = useTranslation('canned');
  const picker = useRef<HTMLInputElement>(null);
  const shares = useSession().permissions.includes('canned_responses.manage');
  const [scope, setScope] = useState<CannedScope>('personal');
  const [large, setLarge] = useState(false);
  const bring = useDeed({
    quiet: true,
    stale: [keys.canned],
    run: async (file: File) => server.post<Imported>('/canned-responses/import', { format: file.name.toLowerCase().endsWith('.json') ? 'json' : 'csv', content: await file.text(), scope }),
  });
  const take = (file: File | undefined) => {
    setLarge(file !== undefined && file.size > LARGEST);
    if (file && file.size <= LARGEST) bring.mutate(file);
  };
  const scopes = (shares ? (['personal', 'all'] as const) : (['personal'] as const)).map((value) => ({ value, label: t(`scopes.${value}`) }));
  return (
    <Section title={t('exchange.title')} hint={t('exchange.hint')}>
      <div className={classes.row}>
        {shares ? <Select aria-label={t('exchange.scope')} allowDeselect={false} value={scope} data={scopes} onChange={(value) => setScope(value ?? 'personal')} /> : null}
        <Button variant="default" component="a" href={`/api/v1/canned-responses/export?format=csv&scope=${scope}`} download>
          {t('exchange.csv')}
        </Button>
        <Button variant="default" component="a" href={`/api/v1/canned-responses/export?format=json&scope=${scope}`} download>
          {t('exchange.json')}
        </Button>
        <Button variant="default" loading={bring.isPending} onClick={() => picker.current?.click()}>
          {t('exchange.import')}
        </Button>
        <input
          ref={picker}
          type="file"
          accept=".csv,.json,text/csv,application/json"
          hidden
          onChange={(event) => {
            take(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
      </div>
      <div role="status">
        {large ? <p className={classes.error}>{t('exchange.tooLarge')}</p> : null}
        {bring.isError ? <p className={classes.error}>{problemText(bring.error)}</p> : null}
        {bring.data ? <Result result={bring.data} /> : null}
      </div>
    </Section>
  );
}

function Result({ result }: { result: Imported }) {
  const { t } = useTranslation('canned');
  return (
    <>
      <p>{t('exchange.created', { count: result.created })}</p>
      {result.skipped.length > 0 ? (
        <>
          <p>{t('exchange.skipped')}</p>
          <ul>
            {result.skipped.map((one) => (
              <li key={one.entry}>{t('exchange.entry', { ...one })}</li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}
