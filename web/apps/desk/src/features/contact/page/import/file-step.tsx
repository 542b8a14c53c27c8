import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { problemText } from '~/shared/problem-text';
import { BYTES_MAX, bringFile, useImports } from './api';
import { useMoment } from './use-moment';
import classes from './import.module.css';

/** Choose a file, or look at what was brought in before. */
export function FileStep({ onTaken }: { onTaken: (id: number) => void }) {
  const { t } = useTranslation('people');
  const client = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const [large, setLarge] = useState(false);
  const bring = useMutation({
    mutationFn: bringFile,
    onSuccess: (one) => {
      client.setQueryData(keys.import(one.id), one);
      onTaken(one.id);
    },
  });
  const take = (file: File | undefined) => {
    setLarge(file !== undefined && file.size > BYTES_MAX);
    if (file && file.size <= BYTES_MAX) bring.mutate(file);
  };
  return (
    <div className={classes.stack}>
      <p className={classes.lead}>{t('import.hint')}</p>
      <p className={classes.quiet}>{t('import.limits')}</p>
      <div>
        <Button loading={bring.isPending} onClick={() => picker.current?.click()} data-autofocus>
          {t('import.choose')}
        </Button>
        <input
          ref={picker}
          type="file"
          accept=".csv,.txt,.tsv,text/csv,text/plain,text/tab-separated-values"
          aria-label={t('import.choose')}
          hidden
          onChange={(event) => {
            take(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
      </div>
      <p className={classes.error} role="alert">
        {large ? t('import.tooLarge') : bring.isError ? problemText(bring.error) : null}
      </p>
      <PastImports onOpen={onTaken} />
    </div>
  );
}

function PastImports({ onOpen }: { onOpen: (id: number) => void }) {
  const { t } = useTranslation('people');
  const moment = useMoment();
  const past = useImports().data ?? [];
  if (past.length === 0) return null;
  return (
    <section>
      <h2 className={classes.heading}>{t('import.past')}</h2>
      <ul className={classes.past}>
        {past.map((one) => (
          <li key={one.id}>
            <button type="button" className={classes.pastRow} onClick={() => onOpen(one.id)}>
              <span className={classes.fileName}>{one.file_name}</span>
              <span className={classes.quiet}>
                {[moment(one.started_at ?? one.created_at), one.operator_name, t(`import.states.${one.state}`)].join(' · ')}
              </span>
              <span className={classes.quiet}>{t('import.result', { created: one.created, updated: one.updated, refused: one.refused })}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
