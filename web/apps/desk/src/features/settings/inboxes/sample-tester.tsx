import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import classes from '../parts.module.css';
import type { SampleRead } from '../wire';
import { filled, type Values } from './values';
import beside from './widget.module.css';

const EXAMPLE = JSON.stringify(
  { event: 'message', id: 'e-1', user: { id: '77', name: 'Вера Котова' }, message: { id: 'm-1', text: 'Где мой заказ?' } },
  null,
  2,
);

/** Says what a pasted delivery is read as with the settings of the form, and what goes back. */
export default function SampleTester({ channel, values }: { channel: string; values: Values }) {
  const { t } = useTranslation('channels');
  const [sample, setSample] = useState(EXAMPLE);
  const tried = useDeed({ stale: [], run: () => server.post<SampleRead>('/inboxes/sample', { channel, settings: withoutSecrets(filled(values)), sample }) });
  return (
    <div className={beside.preview}>
      <Textarea label={t('sample.title')} description={t('sample.hint')} value={sample} autosize minRows={6} maxRows={16} maxLength={200_000} spellCheck={false} classNames={{ input: classes.code }} onChange={(event) => setSample(event.currentTarget.value)} />
      <div className={classes.row}>
        <Button variant="default" loading={tried.isPending} onClick={() => tried.mutate(undefined)}>
          {t('sample.try')}
        </Button>
      </div>
      <div role="status" className={classes.stack}>
        {tried.data ? <Said read={tried.data} /> : null}
      </div>
    </div>
  );
}

function Said({ read }: { read: SampleRead }) {
  const { t } = useTranslation('channels');
  const language = useLanguage();
  return (
    <>
      {read.faults.length > 0 ? (
        <ul className={beside.said}>
          {read.faults.map((fault) => (
            <li key={fault.place + fault.words.en} className={classes.bad}>
              {fault.place.startsWith('settings.') || fault.place === 'sample' ? null : <code className={classes.mono}>{fault.place}: </code>}
              {fault.words[language]}
            </li>
          ))}
        </ul>
      ) : null}
      {read.facts.map((fact, index) => (
        <section key={`${index}:${fact.event}`} className={beside.fact}>
          <h3 className={fact.event === 'unread' || fact.event === 'unknown' ? classes.bad : classes.good}>{t(`sample.events.${fact.event as 'message'}`, { defaultValue: fact.event })}</h3>
          <dl className={beside.found}>
            {Object.entries(fact.found).map(([name, value]) => (
              <div key={name}>
                <dt className={classes.mono}>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <details className={classes.advanced}>
        <summary>{t('sample.sends')}</summary>
        <pre className={classes.snippet}>{JSON.stringify(read.sends, null, 2)}</pre>
      </details>
    </>
  );
}

/** A sample is read without secrets, so they stay in the form. */
function withoutSecrets(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !['secret', 'secret_before', 'authorization'].includes(name)));
}
