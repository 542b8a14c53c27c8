import { Anchor, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../copy-field';
import classes from '../parts.module.css';
import type { FullInbox } from '../wire';

/** What is left to do outside Otklik for an inbox to be of use. */
export function NextStep({ inbox }: { inbox: FullInbox }) {
  const { t } = useTranslation('channels');
  const [framed, setFramed] = useState(false);
  if (inbox.channel === 'webchat' && inbox.public_key) {
    const snippet = `<script async src="${window.location.origin}/widget/loader/${inbox.public_key}.js"${framed ? ' data-mode="frame"' : ''}></script>`;
    return (
      <div className={classes.stack}>
        <p className={classes.quiet}>{t('snippetHint')}</p>
        <pre className={classes.snippet}>{snippet}</pre>
        <Switch label={t('framed')} description={t('framedHint')} checked={framed} onChange={(event) => setFramed(event.currentTarget.checked)} />
        <div className={classes.row}>
          <CopyButton value={snippet} />
          <Anchor href="/demo" target="_blank" rel="noreferrer">
            {t('demo')}
          </Anchor>
          <Anchor href={`/chat/${inbox.public_key}`} target="_blank" rel="noreferrer">
            {t('chatPage')}
          </Anchor>
        </div>
      </div>
    );
  }
  if (inbox.channel === 'telegram' && inbox.account?.username) {
    const address = `https://t.me/${inbox.account.username}`;
    return inbox.sandbox ? (
      <Anchor href="/sandbox" target="_blank" rel="noreferrer">
        {t('openSandbox')}
      </Anchor>
    ) : (
      <Anchor href={address} target="_blank" rel="noreferrer">
        {t('openBot', { name: `@${inbox.account.username}` })}
      </Anchor>
    );
  }
  if (inbox.channel === 'max' && inbox.account?.username) {
    return (
      <Anchor href={`https://max.ru/${inbox.account.username}`} target="_blank" rel="noreferrer">
        {t('openMaxBot', { name: `@${inbox.account.username}` })}
      </Anchor>
    );
  }
  if (inbox.channel === 'vk' && inbox.account?.username) {
    return (
      <Anchor href={`https://vk.me/${inbox.account.username}`} target="_blank" rel="noreferrer">
        {t('openVk', { name: inbox.account.name })}
      </Anchor>
    );
  }
  return null;
}
