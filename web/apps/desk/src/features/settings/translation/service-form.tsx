import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { ConfirmDialog } from '@otklik/ui';
import { IconEyeExclamation } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isAboutFields } from '~/shared/field-errors';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { translationTrouble } from '~/shared/translation';
import { useDeed } from '../asking';
import { Moment } from '../moment';
import classes from '../parts.module.css';
import { ServiceChecks } from './service-checks';
import type { ServiceCheck, TranslationService } from './wire';

/** Where the service is and its key. What goes there is said before anything is typed. */
export function ServiceForm({ service }: { service: TranslationService }) {
  const { t } = useTranslation('translation');
  const [url, setUrl] = useState(service.url);
  const [key, setKey] = useState('');
  const [checks, setChecks] = useState<ServiceCheck[] | null>(null);
  const [asked, setAsked] = useState(false);
  const there = service.version > 0;
  const test = useDeed({ stale: [], run: () => server.post<{ checks: ServiceCheck[] }>('/translation/service/test', {}), onDone: (report) => setChecks(report.checks) });
  const save = useDeed({
    quiet: true,
    stale: [keys.translates],
    run: () => server.put<TranslationService>('/translation/service', { url, expected_version: service.version, ...(key !== '' && { api_key: key }) }),
    onDone: (saved) => {
      setUrl(saved.url);
      setKey('');
      test.mutate(undefined);
    },
  });
  const forget = () => {
    setAsked(false);
    setUrl('');
    setChecks(null);
  };
  const remove = useDeed({ stale: [keys.translates], run: () => server.delete('/translation/service'), onDone: forget });
  const errorOf = fieldErrors(save.error);
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined);
      }}
    >
      <Alert color="yellow" variant="light" icon={<IconEyeExclamation aria-hidden="true" />}>
        {t('privacy')}
      </Alert>
      <TextInput label={t('url')} description={t('urlHint')} type="url" required withAsterisk={false} maxLength={500} value={url} error={errorOf('url')} onChange={(event) => setUrl(event.currentTarget.value)} />
      <PasswordInput label={t('key')} description={t(service.has_key ? 'keyKept' : 'keyHint')} autoComplete="new-password" maxLength={500} placeholder={service.has_key ? '••••••••' : undefined} value={key} error={errorOf('api_key')} onChange={(event) => setKey(event.currentTarget.value)} />
      {there && service.changed_at ? (
        <p className={classes.origin}>
          {t('changed', { name: service.changed_by })}, <Moment at={service.changed_at} />
        </p>
      ) : null}
      <p className={classes.error} role="alert">
        {save.isError && !isAboutFields(save.error) ? translationTrouble(save.error).words : null}
      </p>
      <div className={classes.row}>
        <Button type="submit" loading={save.isPending || test.isPending}>
          {t('saveAndTest')}
        </Button>
        {there ? (
          <>
            <Button variant="default" loading={test.isPending} onClick={() => test.mutate(undefined)}>
              {t('test')}
            </Button>
            <Button variant="default" color="red" onClick={() => setAsked(true)}>
              {t('disconnect')}
            </Button>
          </>
        ) : null}
        <span className={classes.quiet} role="status">
          {save.isSuccess && there ? t('saved') : null}
        </span>
      </div>
      <ServiceChecks checks={checks} />
      <ConfirmDialog opened={asked} title={t('disconnectTitle')} confirm={t('disconnect')} cancel={t('cancel')} danger busy={remove.isPending} onConfirm={() => remove.mutate(undefined)} onClose={() => setAsked(false)}>
        {t('disconnectText')}
      </ConfirmDialog>
    </form>
  );
}
