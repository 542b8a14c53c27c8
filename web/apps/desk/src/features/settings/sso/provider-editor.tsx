import { Button, PasswordInput, TextInput } from '@mantine/core';
import { ConfirmDialog } from '@otklik/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isAboutFields } from '~/shared/field-errors';
import { keys } from '~/shared/keys';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useDeed, useIdempotency } from '../asking';
import { CopyField } from '../copy-field';
import { EditorForm } from '../editor-form';
import classes from '../parts.module.css';
import { MoreOfProvider } from './more-of-provider';
import { ProviderChecks } from './provider-checks';
import { WhoComesIn } from './who-comes-in';
import { bodyOf, EMPTY, formOf, type Provider, type ProviderCheck, type ProviderForm } from './wire';

interface ProviderEditorProps {
  /** Undefined for a new one. */
  provider: Provider | undefined;
  callback: string;
  onBack: () => void;
  onMade: (id: number) => void;
}

/** One provider: where it is, who comes in, and a test that really asks it. */
export function ProviderEditor({ provider, callback, onBack, onMade }: ProviderEditorProps) {
  const { t } = useTranslation('sso');
  const [form, setForm] = useState<ProviderForm>(() => (provider ? formOf(provider) : EMPTY));
  const [checks, setChecks] = useState<ProviderCheck[] | null>(null);
  const [asked, setAsked] = useState(false);
  const idempotent = useIdempotency();
  const put = (part: Partial<ProviderForm>) => setForm((before) => ({ ...before, ...part }));
  const test = useDeed({ stale: [], run: (id: number) => server.post<{ checks: ProviderCheck[] }>(`/sso/providers/${id}/test`, {}), onDone: (report) => setChecks(report.checks) });
  const save = useDeed({
    quiet: true,
    stale: [keys.providers, ['sign-in-ways'], keys.ownWays],
    run: () => (provider ? server.put<Provider>(`/sso/providers/${provider.id}`, { ...bodyOf(form), expected_version: provider.version }) : server.post<Provider>('/sso/providers', bodyOf(form), idempotent(bodyOf(form)))),
    onDone: (saved) => {
      put({ ...formOf(saved) });
      test.mutate(saved.id, { onSettled: () => (provider ? undefined : onMade(saved.id)) });
    },
  });
  const remove = useDeed({ stale: [keys.providers, ['sign-in-ways'], keys.ownWays], run: (id: number) => server.delete(`/sso/providers/${id}`), onDone: onBack });
  const errorOf = fieldErrors(save.error);
  return (
    <EditorForm title={provider?.name ?? t('newTitle')} back={t('back')} onBack={onBack} onSave={() => save.mutate(undefined)}>
      <ol className={classes.steps}>
        <li>{t('steps.register')}</li>
        <li>{t('steps.callback')}</li>
        <li>{t('steps.copy')}</li>
      </ol>
      <CopyField label={t('callback')} value={callback} />
      <TextInput label={t('name')} description={t('nameHint')} required withAsterisk={false} maxLength={60} value={form.name} error={errorOf('name')} onChange={(event) => put({ name: event.currentTarget.value })} />
      <TextInput label={t('issuer')} description={t(provider && provider.people > 0 ? 'issuerChange' : 'issuerHint')} type="url" required withAsterisk={false} maxLength={500} value={form.issuer} error={errorOf('issuer')} onChange={(event) => put({ issuer: event.currentTarget.value })} />
      <div className={classes.pair}>
        <TextInput label={t('clientId')} required withAsterisk={false} autoComplete="off" maxLength={300} value={form.client_id} error={errorOf('client_id')} onChange={(event) => put({ client_id: event.currentTarget.value })} />
        <PasswordInput label={t('secret')} description={t(provider?.has_secret ? 'secretKept' : 'secretHint')} inputWrapperOrder={['label', 'input', 'description', 'error']} autoComplete="new-password" maxLength={1000} placeholder={provider?.has_secret ? '••••••••' : undefined} value={form.client_secret} error={errorOf('client_secret')} onChange={(event) => put({ client_secret: event.currentTarget.value })} />
      </div>
      <WhoComesIn form={form} put={put} errorOf={errorOf} />
      <MoreOfProvider form={form} put={put} errorOf={errorOf} logout={provider && new URL(`${provider.slug}/back-channel-logout`, callback).href} />
      <p className={classes.error} role="alert">
        {save.isError && !isAboutFields(save.error) ? problemText(save.error) : null}
      </p>
      <div className={classes.row}>
        <Button type="submit" loading={save.isPending || test.isPending}>
          {t('saveAndTest')}
        </Button>
        {provider ? (
          <Button variant="default" loading={test.isPending} onClick={() => test.mutate(provider.id)}>
            {t('test')}
          </Button>
        ) : null}
        <span className={classes.quiet} role="status">
          {save.isSuccess ? t('saved') : null}
        </span>
      </div>
      <ProviderChecks checks={checks} />
      {provider ? (
        <div className={classes.apart}>
          <div className={classes.row}>
            <Button variant="default" color="red" onClick={() => setAsked(true)}>
              {t('delete')}
            </Button>
          </div>
          <ConfirmDialog opened={asked} title={t('deleteTitle', { name: provider.name })} confirm={t('delete')} cancel={t('cancel')} danger busy={remove.isPending} onConfirm={() => remove.mutate(provider.id)} onClose={() => setAsked(false)}>
            {t('deleteText')}
          </ConfirmDialog>
        </div>
      ) : null}
    </EditorForm>
  );
}
