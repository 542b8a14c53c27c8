import { Button } from '@mantine/core';
import { asProblem } from '@otklik/api';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import classes from '../parts.module.css';
import type { FullInbox } from '../wire';

/** A Telegram that needs no account: on the server itself, for trying things out. */
export function SandboxOffer({ onMade }: { onMade: (inbox: FullInbox) => void }) {
  const { t } = useTranslation('setup');
  const open = useDeed({
    quiet: true,
    stale: [keys.inboxes, keys.session],
    run: () => server.post<{ inbox: FullInbox; url: string }>('/sandbox'),
    onDone: ({ inbox }) => onMade(inbox),
  });
  const missing = open.isError && [404, 405].includes(asProblem(open.error).status);
  return (
    <div className={classes.panel}>
      <div>
        <span className={classes.name}>{t('start.sandboxTitle')}</span>
        <br />
        <span className={classes.quiet}>{t('start.sandboxHint')}</span>
      </div>
      <div>
        <Button variant="light" loading={open.isPending} onClick={() => open.mutate(undefined)}>
          {t('start.sandboxOpen')}
        </Button>
      </div>
      <p className={classes.error} role="alert">
        {missing ? t('start.sandboxMissing') : open.isError ? problemText(open.error) : null}
      </p>
    </div>
  );
}
