import { Button, FileButton } from '@mantine/core';
import type { Operator, Session } from '@otklik/api';
import { Avatar, Section } from '@otklik/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '~/shared/field-errors';
import { keys } from '~/shared/keys';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useSession } from '~/shared/session';
import { useDeed } from '../asking';
import classes from '../parts.module.css';

const MOST_BYTES = 5 * 1024 * 1024;

/** My photo: brought, replaced, taken away; initials stand where there is none. */
export function PhotoForm() {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const { operator } = useSession();
  const [tooLarge, setTooLarge] = useState(false);
  const put = (changed: Operator) => client.setQueryData<Session>(keys.session, (session) => session && { ...session, operator: changed });
  const bring = useDeed({ quiet: true, stale: [keys.operators], run: (file: File) => server.ask<Operator>('PUT', '/session/photo', { raw: file }), onDone: put });
  const remove = useDeed({ stale: [keys.operators], run: () => server.ask<Operator>('DELETE', '/session/photo', {}), onDone: put });
  const choose = (file: File | null) => {
    if (!file) return;
    setTooLarge(file.size > MOST_BYTES);
    bring.reset();
    if (file.size <= MOST_BYTES) bring.mutate(file);
  };
  const error = tooLarge ? t('photo.tooLarge') : bring.isError ? (fieldErrors(bring.error)('photo') ?? problemText(bring.error)) : null;
  return (
    <Section title={t('photo.title')} hint={t('photo.hint')}>
      <div className={classes.row}>
        <Avatar name={operator.name} url={operator.avatar_url} size={64} />
        <FileButton accept="image/png,image/jpeg,image/gif,image/webp" onChange={choose}>
          {(props) => (
            <Button {...props} variant="default" loading={bring.isPending}>
              {t(operator.avatar_url ? 'photo.replace' : 'photo.choose')}
            </Button>
          )}
        </FileButton>
        {operator.avatar_url ? (
          <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate(undefined)}>
            {t('photo.remove')}
          </Button>
        ) : null}
      </div>
      <p className={classes.error} role="alert">
        {error}
      </p>
    </Section>
  );
}
