import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../copy-field';
import classes from '../parts.module.css';
import type { FullInbox } from '../wire';

/** What is left to do outside Otklik for an inbox to be of use. */
export function NextStep({ inbox }: { inbox: FullInbox }) {
  const { t } = useTranslation('channels');
  if (inbox.channel === 'webchat' && inbox.public_key) {
    const snippet = `<script async src="${window.location.origin}/widget/loader.js" data-key="${inbox.public_key}"></script>`;
    return (
      <div className={classes.stack}>
        <p className={classes.quiet}>{t('snippetHint')}</p>
        <pre className={classes.snippet}>{snippet}</pre>
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
  return null;
}
