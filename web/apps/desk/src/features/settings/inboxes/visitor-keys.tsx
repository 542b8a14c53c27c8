import { Button } from '@mantine/core';
import { ConfirmDialog } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import { CopyField } from '../copy-field';
import { Loaded } from '../loaded';
import { Moment } from '../moment';
import classes from '../parts.module.css';
import { SignExamples } from './sign-examples';
import { TokenTester } from './token-tester';

interface VisitorKey {
  kid: string;
  created_at: string;
}

const LIVING_MAX = 2;

/** By which keys the company's site vouches for its visitors: made here, shown once, two at a time. */
export default function VisitorKeys({ inboxId }: { inboxId: number }) {
  const { t } = useTranslation('channels');
  const [made, setMade] = useState<(VisitorKey & { secret: string }) | null>(null);
  const [retiring, setRetiring] = useState('');
  const path = `/inboxes/${inboxId}/visitor-keys`;
  const place = [...keys.inboxes, inboxId, 'visitor-keys'];
  const known = useQuery({ queryKey: place, queryFn: () => server.get<{ items: VisitorKey[] }>(path) });
  const add = useDeed({ stale: [place], run: () => server.post<VisitorKey & { secret: string }>(path), onDone: setMade });
  const retire = useDeed({
    stale: [place],
    run: (kid: string) => server.delete(`${path}/${encodeURIComponent(kid)}`),
    onDone: () => {
      setMade((shown) => (shown?.kid === retiring ? null : shown));
      setRetiring('');
    },
  });
  return (
    <Loaded query={known}>
      {({ items }) => (
        <div className={classes.stack}>
          {items.length > 0 ? (
            <ul className={classes.list}>
              {items.map((key) => (
                <li key={key.kid} className={classes.spread}>
                  <span>
                    <span className={classes.mono}>{key.kid}</span> · <Moment at={key.created_at} />
                  </span>
                  <Button size="xs" variant="subtle" color="red" onClick={() => setRetiring(key.kid)}>
                    {t('keys.retire')}
                  </Button>
                </li>
              ))}
            </ul>
          ) : (
            <p className={classes.quiet}>{t('keys.none')}</p>
          )}
          {made ? <CopyField label={t('keys.secret', { kid: made.kid })} hint={t('keys.secretHint')} value={made.secret} /> : null}
          <div className={classes.row}>
            <Button variant="default" loading={add.isPending} onClick={() => add.mutate(undefined)}>
              {t(items.length > 0 ? 'keys.rotate' : 'keys.add')}
            </Button>
            {items.length >= LIVING_MAX ? <span className={classes.quiet}>{t('keys.rotateHint')}</span> : null}
          </div>
          <SignExamples kid={made?.kid ?? items[0]?.kid ?? 'KID'} />
          <TokenTester inboxId={inboxId} />
          <ConfirmDialog opened={retiring !== ''} title={t('keys.retireTitle', { kid: retiring })} confirm={t('keys.retire')} cancel={t('keys.keep')} danger busy={retire.isPending} onConfirm={() => retire.mutate(retiring)} onClose={() => setRetiring('')}>
            {t('keys.retireText')}
          </ConfirmDialog>
        </div>
      )}
    </Loaded>
  );
}
