import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isAboutFields } from '~/shared/field-errors';
import { problemText } from '~/shared/problem-text';
import classes from './parts.module.css';

interface Saving {
  isPending: boolean;
  isSuccess: boolean;
  error: unknown;
}

/** The foot of a form: why it was refused, the button, and the word that all is saved. */
export function SaveRow({ save, touched, wrong = false }: { save: Saving; touched: boolean; wrong?: boolean }) {
  const { t } = useTranslation('admin');
  return (
    <>
      <p className={classes.error} role="alert">
        {save.error && !isAboutFields(save.error) ? problemText(save.error) : null}
      </p>
      <div className={classes.row}>
        <Button type="submit" disabled={!touched || wrong} loading={save.isPending}>
          {t('save')}
        </Button>
        <span className={classes.quiet} role="status">
          {save.isSuccess && !touched ? t('saved') : null}
        </span>
      </div>
    </>
  );
}
