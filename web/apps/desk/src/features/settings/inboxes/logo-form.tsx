import { Button, FileButton, Input } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '~/shared/field-errors';
import { keys } from '~/shared/keys';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import classes from '../parts.module.css';
import { useLogo, type Logo } from './use-logo';
import widget from './widget.module.css';

const MOST_BYTES = 2 * 1024 * 1024;

/** The picture in the head of a website chat: brought, replaced, taken away; it is there at once, without saving. */
export default function LogoForm({ inboxId }: { inboxId: number }) {
  const { t } = useTranslation('channels');
  const client = useQueryClient();
  const url = useLogo(inboxId);
  const [tooLarge, setTooLarge] = useState(false);
  const put = (logo: Logo) => client.setQueryData(keys.logo(inboxId), logo);
  const bring = useDeed({ quiet: true, stale: [], run: (file: File) => server.ask<Logo>('PUT', `/inboxes/${inboxId}/logo`, { raw: file }), onDone: put });
  const remove = useDeed({ stale: [], run: () => server.delete(`/inboxes/${inboxId}/logo`), onDone: () => put({ url: null }) });
  const choose = (file: File | null) => {
    if (!file) return;
    setTooLarge(file.size > MOST_BYTES);
    bring.reset();
    if (file.size <= MOST_BYTES) bring.mutate(file);
  };
  const error = tooLarge ? t('logo.tooLarge') : bring.isError ? (fieldErrors(bring.error)('logo') ?? problemText(bring.error)) : null;
  return (
    <Input.Wrapper label={t('logo.title')} description={t('logo.hint')} error={error} labelElement="div">
      <div className={classes.row}>
        {url ? <img className={widget.logo} src={url} alt={t('logo.title')} /> : null}
        <FileButton accept="image/png,image/jpeg,image/gif,image/webp" onChange={choose}>
          {(props) => (
            <Button {...props} variant="default" loading={bring.isPending}>
              {t(url ? 'logo.replace' : 'logo.choose')}
            </Button>
          )}
        </FileButton>
        {url ? (
          <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate(undefined)}>
            {t('logo.remove')}
          </Button>
        ) : null}
      </div>
    </Input.Wrapper>
  );
}
