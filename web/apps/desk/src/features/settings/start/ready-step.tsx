import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { server } from '~/shared/server';
import { renewRights } from '~/shared/session';
import { Preview } from '../file/preview';
import type { ImportReport } from '../file/reading';
import { Refusals } from '../file/refusals';
import classes from '../parts.module.css';

interface ReadySet {
  slug: string;
  title: { ru: string; en: string };
}

/** Teams, tags, reasons, fields, responses and a macro for a line of business: looked at first, then taken over. */
export function ReadyStep() {
  const { t } = useTranslation('setup');
  const language = useLanguage();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const { data: sets = [] } = useQuery({ queryKey: ['settings-sets'], queryFn: async () => (await server.get<{ items: ReadySet[] }>('/settings-sets')).items, staleTime: Infinity });
  const preview = useMutation({
    mutationFn: async (slug: string) => {
      const file = await server.get<unknown>(`/settings-sets/${slug}`, { language });
      return { file, report: await server.post<ImportReport>('/settings-file/preview', file) };
    },
  });
  const apply = useMutation({ mutationFn: (file: unknown) => server.post<ImportReport>('/settings-file', file), onSuccess: () => renewRights(client) });
  const look = (slug: string) => {
    setChosen(slug);
    apply.reset();
    preview.mutate(slug);
  };
  const error = apply.error ?? preview.error;
  return (
    <div className={classes.stack}>
      <div className={classes.row}>
        {sets.map((one) => (
          <Button key={one.slug} variant={chosen === one.slug ? 'light' : 'default'} aria-pressed={chosen === one.slug} loading={preview.isPending && chosen === one.slug} onClick={() => look(one.slug)}>
            {one.title[language]}
          </Button>
        ))}
      </div>
      <div role="status" className={classes.stack}>
        {error ? <Refusals error={error} file={preview.data?.file} /> : null}
        {apply.isSuccess ? <p>{t('start.readyDone', { created: apply.data.created })}</p> : null}
      </div>
      {preview.isSuccess && !apply.isSuccess ? (
        <Preview report={preview.data.report}>
          <div className={classes.row}>
            <Button disabled={preview.data.report.created + preview.data.report.changed === 0} loading={apply.isPending} onClick={() => apply.mutate(preview.data.file)}>
              {t('start.readyApply')}
            </Button>
          </div>
        </Preview>
      ) : null}
    </div>
  );
}
