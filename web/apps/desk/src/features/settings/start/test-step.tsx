import { Anchor, Loader } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useInboxes } from '~/shared/channels';
import { NextStep } from '../inboxes/next-step';
import classes from '../parts.module.css';
import type { FullInbox } from '../wire';
import own from './start.module.css';

/** Where to write as a customer, and a light that turns green when the message is here. */
export function TestStep({ done, connected }: { done: boolean; connected: boolean }) {
  const { t } = useTranslation('setup');
  const inboxes = (useInboxes() ?? []) as FullInbox[];
  if (!done && !connected) return <p className={classes.quiet}>{t('start.testNeedsChannel')}</p>;
  return (
    <>
      {done ? null : (
        <div className={classes.lines}>
          {inboxes.map((inbox) => (
            <WayIn key={inbox.id} inbox={inbox} />
          ))}
        </div>
      )}
      <div className={own.waiting} data-came={done} role="status">
        {done ? <IconCircleCheck size={20} aria-hidden="true" /> : <Loader size={16} aria-hidden="true" />}
        {done ? t('start.testCame') : t('start.testWaiting')}
      </div>
      {done ? <Link className={classes.way} to="/inbox/$view" params={{ view: 'open' }}>{t('start.testOpen')}</Link> : null}
    </>
  );
}

function WayIn({ inbox }: { inbox: FullInbox }) {
  const { t } = useTranslation('setup');
  if (inbox.channel === 'webchat') {
    return (
      <Anchor href="/demo" target="_blank" rel="noreferrer">
        {t('start.testDemo')}
      </Anchor>
    );
  }
  if (inbox.channel === 'email') {
    const address = inbox.settings['address'];
    return typeof address === 'string' ? <Anchor href={`mailto:${address}`}>{t('start.testEmail', { address })}</Anchor> : null;
  }
  return <NextStep inbox={inbox} />;
}
