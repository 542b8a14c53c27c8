import { Button } from '@mantine/core';
import type { Channel } from '@otklik/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePermission } from '~/shared/session';
import { CheckList } from '../inboxes/check-list';
import { ChannelCards } from '../inboxes/channel-cards';
import { InboxState } from '../inboxes/health';
import { NewInboxForm } from '../inboxes/new-inbox-form';
import { NextStep } from '../inboxes/next-step';
import classes from '../parts.module.css';
import type { FullInbox } from '../wire';
import { SandboxOffer } from './sandbox-offer';

/** Choose a channel, fill in its form, see whether it works and what to do next. */
export function ChannelStep({ done }: { done: boolean }) {
  const { t } = useTranslation('setup');
  const manages = usePermission('inboxes.manage');
  const [channel, setChannel] = useState<Channel | null>(null);
  const [made, setMade] = useState<FullInbox | null>(null);
  const [another, setAnother] = useState(false);
  if (!manages) return null;
  if (made) {
    return (
      <div className={classes.stack}>
        <div className={classes.row}>
          <span className={classes.name}>{made.name}</span>
          <InboxState inbox={made} />
        </div>
        <CheckList checks={made.checks} />
        <NextStep inbox={made} />
        <div>
          <Button
            variant="default"
            onClick={() => {
              setMade(null);
              setChannel(null);
              setAnother(true);
            }}
          >
            {t('start.addAnother')}
          </Button>
        </div>
      </div>
    );
  }
  if (channel) {
    return (
      <>
        <div>
          <Button variant="default" onClick={() => setChannel(null)}>
            {t('start.otherChannel')}
          </Button>
        </div>
        {channel.slug === 'telegram' ? <SandboxOffer onMade={setMade} /> : null}
        <NewInboxForm key={channel.slug} channel={channel} onMade={setMade} />
      </>
    );
  }
  if (done && !another) {
    return (
      <div>
        <Button variant="default" onClick={() => setAnother(true)}>
          {t('start.addAnother')}
        </Button>
      </div>
    );
  }
  return <ChannelCards onChoose={setChannel} />;
}
