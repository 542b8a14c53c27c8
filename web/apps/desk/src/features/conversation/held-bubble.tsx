import { Button } from '@mantine/core';
import { bytes, weekdayTime } from '@otklik/i18n';
import { IconAlertTriangle, IconClockHour4, IconFile } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '~/shared/clock';
import { sendHeld, takeBack, type Waiting } from '~/shared/held';
import { useLanguage } from '~/shared/i18n';
import { readSigns } from '~/shared/formatting';
import { tellProblem } from '~/shared/problem-text';
import { usePermission, useSession } from '~/shared/session';
import { useHeldReason } from './held-reason';
import { asShown } from '~/shared/keyboards/rows';
import { ShownButtons } from '~/shared/keyboards/shown-buttons';
import { Quote } from './messages/quote';
import bubble from './messages/bubble.module.css';
import { RichText } from './messages/rich-text';
import classes from './thread.module.css';

const HeldDialog = lazy(() => import('./held-dialog'));

/** A reply that has not left yet, where it will stand. */
export function HeldBubble({ held, channel, inbox }: { held: Waiting; channel: string | null; inbox: number | null }) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const me = useSession().operator.id;
  const others = usePermission('conversations.edit_others');
  const mine = held.author.kind === 'operator' && held.author.id === me;
  return (
    <div className={classes.group} data-side="out" data-held={held.state}>
      <div className={classes.bubbles}>
        {mine ? null : (
          <span className={classes.author}>
            <span>{held.author.name}</span>
          </span>
        )}
        <div className={bubble.line} data-side="out">
          <div className={`${bubble.bubble ?? ''} ${classes.held ?? ''}`} data-side="out" data-last="true">
            {held.reply_to ? <Quote author={held.reply_to.author_name} text={held.reply_to.text} /> : null}
            {held.attachments.map((file) => (
              <span key={file.id} className={classes.outgoingFile}>
                <IconFile size={16} stroke={1.7} aria-hidden="true" />
                {`${file.name} · ${bytes(file.bytes, language)}`}
              </span>
            ))}
            {held.text ? (
              <RichText {...readSigns(held.text)} />
            ) : null}
            {held.buttons.length > 0 ? <ShownButtons rows={asShown(held.buttons)} /> : null}
            <span className={bubble.foot}>
              <IconClockHour4 size={13} stroke={2} aria-hidden="true" />
              <When held={held} />
            </span>
            {held.scheduled && held.unless_answered && held.state === 'waiting' ? <span className={bubble.foot}>{t('held.unlessAnswered')}</span> : null}
          </div>
        </div>
        {held.scheduled || held.state === 'stopped' ? <Verbs held={held} channel={channel} inbox={inbox} allowed={mine || others} /> : null}
      </div>
    </div>
  );
}

function When({ held }: { held: Waiting }) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const seconds = Math.ceil((held.leaves - useNow()) / 1000);
  if (held.state === 'stopped') return <span>{t('held.stopped')}</span>;
  if (seconds <= 0) return <span>{t('held.leaving')}</span>;
  if (!held.scheduled) return <span>{t('held.leavesIn', { count: seconds })}</span>;
  return <span>{t('held.scheduled', { at: weekdayTime(new Date(held.due_at), language) })}</span>;
}

function Verbs({ held, channel, inbox, allowed }: { held: Waiting; channel: string | null; inbox: number | null; allowed: boolean }) {
  const { t } = useTranslation('conversation');
  const client = useQueryClient();
  const [editing, setEditing] = useState(false);
  const [busy, setBusy] = useState(false);
  const reason = useHeldReason(held.reason);
  const run = (deed: Promise<void>) => {
    setBusy(true);
    deed.catch(tellProblem).finally(() => setBusy(false));
  };
  const stopped = held.state === 'stopped';
  return (
    <div className={stopped ? bubble.trouble : classes.heldVerbs} {...(stopped && { role: 'alert' })}>
      {stopped ? (
        <span className={classes.heldReason}>
          <IconAlertTriangle size={15} stroke={1.8} aria-hidden="true" />
          {reason}
        </span>
      ) : null}
      {allowed ? (
        <>
          <Button size="compact-xs" variant="default" disabled={busy} onClick={() => setEditing(true)}>
            {t('held.change')}
          </Button>
          <Button size="compact-xs" variant={stopped ? 'filled' : 'default'} disabled={busy} onClick={() => run(sendHeld(client, held))}>
            {t('held.sendNow')}
          </Button>
          <Button size="compact-xs" variant="default" disabled={busy} onClick={() => run(takeBack(client, held))}>
            {t(stopped ? 'held.takeBack' : 'held.cancel')}
          </Button>
        </>
      ) : null}
      <Suspense fallback={null}>{editing ? <HeldDialog held={held} channel={channel} inbox={inbox} onClose={() => setEditing(false)} /> : null}</Suspense>
    </div>
  );
}
