import { Button, Progress } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { tellProblem } from '~/shared/problem-text';
import { doImport, percent, type ContactImportDetail } from './api';
import { Figures, Refusals } from './figures';
import classes from './import.module.css';

/** How the import goes, or went; closing the window does not stop it. */
export function RunStep({ one, onAgain, onClose }: { one: ContactImportDetail; onAgain: () => void; onClose: () => void }) {
  const { t } = useTranslation('people');
  const client = useQueryClient();
  const cancel = useMutation({ mutationFn: () => doImport(one.id, 'cancel'), onSuccess: (now) => client.setQueryData(keys.import(one.id), now), onError: tellProblem });
  const running = one.state === 'running';
  return (
    <div className={classes.stack}>
      <p className={classes.lead} role="status">
        {t(`import.told.${one.state as 'done'}`, { file: one.file_name })}
      </p>
      {running ? <Progress value={percent(one)} aria-label={t('import.progress')} /> : null}
      <Figures one={one} />
      {running ? null : <Refusals one={one} />}
      <div className={classes.verbs}>
        {running ? (
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {t('import.cancel')}
          </Button>
        ) : (
          <Button variant="default" onClick={onAgain}>
            {t('import.more')}
          </Button>
        )}
        <Button onClick={onClose}>{t('close')}</Button>
      </div>
    </div>
  );
}
