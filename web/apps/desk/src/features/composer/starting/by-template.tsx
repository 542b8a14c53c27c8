import { Button } from '@mantine/core';
import type { Capabilities, Identity } from '@otklik/api';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ready } from '~/shared/templates/template-dialog';
import { openingOf } from '../window';
import classes from './starting.module.css';

const TemplateDialog = lazy(() => import('~/shared/templates/template-dialog'));

/** Whether nothing but a template reaches this address first. */
export function needsTemplate(identity: Identity | undefined, can: Capabilities | null, now: number): boolean {
  if (!identity || !can?.templates) return false;
  return !can.opens_conversation || openingOf(identity.last_wrote_at, can, now).stands === 'shut';
}

interface ByTemplateProps {
  inbox: number;
  busy: boolean;
  onSend: (ready: Ready) => void;
}

/** In the place of words: the channel lets only what was approved go first. */
export function ByTemplate({ inbox, busy, onSend }: ByTemplateProps) {
  const { t } = useTranslation('composer');
  const [asked, setAsked] = useState(false);
  return (
    <div className={classes.running} role="status">
      <span>{t('start.onlyTemplate')}</span>
      <Button size="compact-sm" loading={busy} onClick={() => setAsked(true)}>
        {t('template')}
      </Button>
      <Suspense fallback={null}>
        {asked ? (
          <TemplateDialog
            inbox={inbox}
            onClose={() => setAsked(false)}
            onSend={(ready) => {
              setAsked(false);
              onSend(ready);
            }}
          />
        ) : null}
      </Suspense>
    </div>
  );
}
