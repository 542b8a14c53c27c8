import type { Conversation } from '@otklik/api';
import { numbered, weekdayTime } from '@otklik/i18n';
import { ActionButton } from '~/shared/actions';
import { ChannelBadge, IconAction } from '@otklik/ui';
import { IconArrowLeft, IconArrowsExchange, IconCheck, IconLayoutSidebarRight, IconRotateClockwise, IconUserPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '~/shared/actions';
import { channelName } from '~/shared/channel-names';
import { useLanguage } from '~/shared/i18n';
import { usePersonName } from '~/shared/person-name';
import { tellProblem } from '~/shared/problem-text';
import { useSession } from '~/shared/session';
import { markUnread, useVerb } from './api';
import { SnoozeMenu } from './snooze-menu';
import { tellUndoable } from '~/shared/undo-notice';
import { Viewers } from './viewers';
import classes from './header.module.css';

const TransferDialog = lazy(() => import('./transfer-dialog'));

interface HeaderProps {
  conversation: Conversation;
  contactOpen: boolean;
  onBack?: (() => void) | undefined;
  /** Opens what comes after this conversation in the list. */
  onNext: () => void;
}

export function ConversationHeader({ conversation, contactOpen, onBack, onNext }: HeaderProps) {
  const { t } = useTranslation('conversation');
  const me = useSession().operator.id;
  const verb = useVerb(conversation.id);
  const [transferring, setTransferring] = useState(false);
  const active = conversation.status === 'open' || conversation.status === 'pending';
  const mine = conversation.assignee?.id === me;

  const reopen = () => verb.mutate({ path: 'reopen' });
  const resolve = () => verb.mutate({ path: 'resolve' }, { onSuccess: () => tellUndoable(t('resolvedNotice'), t('undo'), reopen) });
  const snooze = (until: Date) =>
    verb.mutate({ path: 'snooze', body: { until: until.toISOString() } }, { onSuccess: () => tellUndoable(t('snoozedNotice'), t('undo'), reopen) });

  useAction('conversation.assignMe', () => verb.mutate({ path: 'assign', body: { operator_id: 'me' } }), !mine);
  useAction('conversation.transfer', () => setTransferring(true));
  useAction('conversation.resolve', resolve, conversation.status !== 'resolved');
  useAction(
    'conversation.resolveNext',
    () => {
      resolve();
      onNext();
    },
    conversation.status !== 'resolved',
  );
  useAction('conversation.reopen', reopen, !active);
  useAction('conversation.markUnread', () => void markUnread(conversation.id, conversation.last_seq).catch(tellProblem));

  return (
    <header className={classes.header}>
      {onBack ? <IconAction label={t('back')} icon={IconArrowLeft} onClick={onBack} /> : null}
      <Title conversation={conversation} />
      <Viewers conversation={conversation.id} />
      <div className={classes.verbs} role="toolbar" aria-label={t('verbs')}>
        {mine ? null : <ActionButton action="conversation.assignMe" icon={IconUserPlus} compact />}
        <ActionButton action="conversation.transfer" icon={IconArrowsExchange} compact />
        {active ? <SnoozeMenu onSnooze={snooze} /> : null}
        <ActionButton action="conversation.contact" icon={IconLayoutSidebarRight} compact pressed={contactOpen} />
        <span className={classes.main}>
          {active ? <ActionButton action="conversation.resolve" icon={IconCheck} primary /> : <ActionButton action="conversation.reopen" icon={IconRotateClockwise} />}
        </span>
        <span className={classes.mainCompact}>
          {active ? <ActionButton action="conversation.resolve" icon={IconCheck} compact primary /> : <ActionButton action="conversation.reopen" icon={IconRotateClockwise} compact />}
        </span>
      </div>
      <Suspense fallback={null}>{transferring ? <TransferDialog conversation={conversation} onClose={() => setTransferring(false)} /> : null}</Suspense>
    </header>
  );
}

function Title({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const nameOf = usePersonName();
  const { assignee, team, status, snoozed_until: until } = conversation;
  const holder = [assignee?.name ?? t('nobody'), team?.name].filter(Boolean).join(' · ');
  const state = status === 'snoozed' && until ? t('status.snoozedUntil', { until: weekdayTime(new Date(until), language) }) : t(`status.${status}`);
  return (
    <div className={classes.title}>
      <h2 className="truncate">
        {nameOf(conversation.contact, conversation.channel)}
        <span className={classes.number}>{numbered(conversation.id, language)}</span>
      </h2>
      <p className={classes.meta}>
        {conversation.channel ? <ChannelBadge channel={conversation.channel} size={14} label={channelName(conversation.channel, language)} /> : null}
        <span className={classes.status} data-status={status}>
          {state}
        </span>
        <span className="truncate">{holder}</span>
      </p>
    </div>
  );
}
