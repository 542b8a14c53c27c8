import { Button, FileButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { server } from '~/shared/server';
import { renewRights } from '~/shared/session';
import classes from '../parts.module.css';
import { Preview } from './preview';
import { leftOutOf, type ImportReport } from './reading';
import { Refusals } from './refusals';

const LARGEST = 1_000_000;

interface Chosen {
  name: string;
  file: unknown;
}

/** A file is chosen, looked at, and taken over or left. */
export function TakeOver() {
  const { t } = useTranslation('blueprint');
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [wrong, setWrong] = useState<'tooLarge' | 'notJson' | null>(null);
  const preview = useMutation({ mutationFn: (file: unknown) => server.post<ImportReport>('/settings-file/preview', file) });
  const apply = useMutation({ mutationFn: (file: unknown) => server.post<ImportReport>('/settings-file', file), onSuccess: () => renewRights(client) });
  const forget = () => {
    setChosen(null);
    setWrong(null);
    preview.reset();
    apply.reset();
  };
  const choose = async (picked: File | null) => {
    if (!picked) return;
    forget();
    if (picked.size > LARGEST) {
      setWrong('tooLarge');
      return;
    }
    try {
      const file: unknown = JSON.parse(await picked.text());
      setChosen({ name: picked.name, file });
      preview.mutate(file);
    } catch {
      setWrong('notJson');
    }
  };
  const error = apply.error ?? preview.error;
  const left = chosen ? leftOutOf(chosen.file) : [];
  return (
    <div className={classes.stack}>
      <div className={classes.row}>
        <FileButton accept=".json,application/json" onChange={(picked) => void choose(picked)}>
          {(props) => (
            <Button {...props} variant="default" loading={preview.isPending}>
              {t('choose')}
            </Button>
          )}
        </FileButton>
        {chosen ? <span className={classes.quiet}>{chosen.name}</span> : null}
      </div>
      <div role="status" className={classes.stack}>
        {wrong ? <p className={classes.error}>{t(wrong)}</p> : null}
        {error && chosen ? <Refusals error={error} file={chosen.file} /> : null}
        {apply.isSuccess ? <p>{t('done', { created: apply.data.created, changed: apply.data.changed })}</p> : null}
      </div>
      {chosen && preview.isSuccess && !apply.isSuccess ? (
        <Preview report={preview.data}>
          {left.length > 0 ? <p className={classes.quiet}>{t('leftOut', { count: left.length, names: left.join(', ') })}</p> : null}
          <div className={classes.row}>
            <Button disabled={preview.data.created + preview.data.changed === 0} loading={apply.isPending} onClick={() => apply.mutate(chosen.file)}>
              {t('apply')}
            </Button>
            <Button variant="default" onClick={forget}>
              {t('cancel')}
            </Button>
          </div>
        </Preview>
      ) : null}
    </div>
  );
}
