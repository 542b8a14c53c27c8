import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { problemText } from '~/shared/problem-text';
import { doImport, type ContactImportDetail } from './api';
import { Figures, Refusals } from './figures';
import classes from './import.module.css';

/** What the import would do, before it does anything. */
export function CheckStep({ one, onBack }: { one: ContactImportDetail; onBack: () => void }) {
  const { t } = useTranslation('people');
  const client = useQueryClient();
  const start = useMutation({
    mutationFn: () => doImport(one.id, 'start'),
    onSuccess: async (started) => {
      client.setQueryData(keys.import(one.id), started);
      await client.invalidateQueries({ queryKey: keys.importList });
    },
  });
  const useful = one.created + one.updated;
  return (
    <div className={classes.stack}>
      <p className={classes.lead}>{t('import.checkHint')}</p>
      <Figures one={one} ahead />
      <Refusals one={one} />
      <p className={classes.error} role="alert">
        {start.isError ? problemText(start.error) : useful === 0 ? t('import.nothing') : null}
      </p>
      <div className={classes.verbs}>
        <Button variant="default" onClick={onBack}>
          {t('import.back')}
        </Button>
        <Button loading={start.isPending} disabled={useful === 0} onClick={() => start.mutate()}>
          {t('import.start')}
        </Button>
      </div>
    </div>
  );
}
