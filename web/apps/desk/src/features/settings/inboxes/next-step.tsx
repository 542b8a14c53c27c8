import { Anchor, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { channelName } from '~/shared/channel-names';
import { useLanguage } from '~/shared/i18n';
import { CopyButton, CopyField } from '../copy-field';
import classes from '../parts.module.css';
import type { FullInbox } from '../wire';
import { formSnippet } from './form-snippet';

/** What is left to do outside Otklik for an inbox to be of use. */
export function NextStep({ inbox }: { inbox: FullInbox }) {
  const { t } = useTranslation('channels');
  const language = useLanguage();
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
  if (inbox.channel === 'form' && inbox.public_key) return <FormStep inbox={inbox} />;
  if (inbox.sandbox) {
    return (
      <Anchor href={`/sandbox?channel=${inbox.channel}`} target="_blank" rel="noreferrer">
        {t('openSandbox')}
      </Anchor>
    );
  }
  if (inbox.account?.link) {
    const { username, name, link } = inbox.account;
    return (
      <Anchor href={link} target="_blank" rel="noreferrer">
        {t('openAccount', { channel: channelName(inbox.channel, language), name: username ? `@${username}` : name })}
      </Anchor>
    );
  }
  return null;
}

/** A form can be a page of ours, or HTML in the company's own page. */
function FormStep({ inbox }: { inbox: FullInbox }) {
  const { t } = useTranslation('channels');
  const language = useLanguage();
  const page = `${window.location.origin}/form/${inbox.public_key}`;
  const snippet = formSnippet(`${window.location.origin}/forms/v1/${inbox.public_key}`, inbox.settings, language);
  return (
    <div className={classes.stack}>
      <CopyField label={t('form.page')} hint={t('form.pageHint')} value={page} />
      <p className={classes.quiet}>{t('form.snippetHint')}</p>
      <pre className={classes.snippet}>{snippet}</pre>
      <div className={classes.row}>
        <CopyButton value={snippet} />
        <Anchor href={page} target="_blank" rel="noreferrer">
          {t('form.open')}
        </Anchor>
      </div>
    </div>
  );
}
