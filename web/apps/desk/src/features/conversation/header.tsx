import { Popover } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import type { Conversation, Tag } from '@otklik/api';
import { numbered, weekdayTime } from '@otklik/i18n';
import { ChannelBadge, IconAction, PresenceDot } from '@otklik/ui';
import { IconArrowLeft, IconArrowsExchange, IconCheck, IconFlag, IconLayoutSidebarRight, IconRotateClockwise, IconTag, IconUserPlus } from '@tabler/icons-react';
import { lazy, Suspense, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '~/shared/actions';
import { channelName } from '~/shared/channel-names';
import { useLanguage } from '~/shared/i18n';
import { usePersonName } from '~/shared/person-name';
import { PriorityMark } from '~/shared/priority-mark';
import { useOperators } from '~/shared/colleagues';
import { usePresenceWords } from '~/shared/presence';
import { TagChip } from '~/shared/tag-chip';
import { Followers } from './followers';
import { Kin } from './kin';
import { HeaderMenu } from './header-menu';
import { useHeaderActions, type Opened } from './header-actions';
import { PriorityChoice } from './priority-choice';
import { SnoozeMenu } from './snooze-menu';
import { TagPicker } from './tag-picker';
import { Viewers } from './viewers';
import classes from './header.module.css';

const TransferDialog = lazy(() => import('./transfer-dialog'));
const CloseDialog = lazy(() => import('~/shared/closing/close-dialog'));
const MacroDialog = lazy(() => import('./macro-dialog'));
const MergeDialog = lazy(() => import('./merge-dialog'));
const LinkDialog = lazy(() => import('./link-dialog'));

/** From which width of the header a verb stands there by itself; below it is in the menu. */
const FITS = { transfer: 420, tags: 640, priority: 680 };

interface HeaderProps {
  conversation: Conversation;
  contactOpen: boolean;
  onBack?: (() => void) | undefined;
  /** Opens what comes after this conversation in the list. */
  onNext: () => void;
}

export function ConversationHeader({ conversation, contactOpen, onBack, onNext }: HeaderProps) {
  const { t } = useTranslation('conversation');
  const { ref, width } = useElementSize<HTMLElement>();
  const [opened, setOpened] = useState<Opened>(null);
  const { deeds, mine, active, muted, followed, blocked } = useHeaderActions(conversation, { onNext, onOpen: setOpened });
  const close = () => setOpened(null);
  const fits = { transfer: width >= FITS.transfer, tags: width >= FITS.tags, priority: width >= FITS.priority };
  return (
    <header className={classes.header} ref={ref}>
      {onBack ? <IconAction label={t('back')} icon={IconArrowLeft} onClick={onBack} /> : null}
      <Title conversation={conversation} />
      <Followers followers={conversation.followers} />
      <Viewers conversation={conversation.id} />
      <Sorting conversation={conversation} opened={opened} onClose={close} onTags={deeds.setTags} onPriority={deeds.setPriority}>
        <div className={classes.verbs} role="toolbar" aria-label={t('verbs')}>
          {mine ? null : <ActionButton action="conversation.assignMe" icon={IconUserPlus} compact />}
          {fits.transfer ? <ActionButton action="conversation.transfer" icon={IconArrowsExchange} compact /> : null}
          {active ? <SnoozeMenu onSnooze={deeds.snooze} /> : null}
          {fits.tags ? <ActionButton action="conversation.tags" icon={IconTag} compact /> : null}
          {fits.priority ? <ActionButton action="conversation.priority" icon={IconFlag} compact /> : null}
          <ActionButton action="conversation.contact" icon={IconLayoutSidebarRight} compact pressed={contactOpen} />
          <HeaderMenu fits={fits} spam={conversation.spam} muted={muted} followed={followed} blocked={blocked} />
          <span className={classes.main}>
            {active ? <ActionButton action="conversation.resolve" icon={IconCheck} primary /> : <ActionButton action="conversation.reopen" icon={IconRotateClockwise} />}
          </span>
          <span className={classes.mainCompact}>
            {active ? <ActionButton action="conversation.resolve" icon={IconCheck} compact primary /> : <ActionButton action="conversation.reopen" icon={IconRotateClockwise} compact />}
          </span>
        </div>
      </Sorting>
      <Suspense fallback={null}>
        {opened === 'transfer' || opened === 'toTeam' ? <TransferDialog conversation={conversation} page={opened === 'toTeam' ? 'teams' : 'people'} onClose={close} /> : null}
        {opened === 'macros' ? <MacroDialog conversation={conversation} onClose={close} /> : null}
        {opened === 'link' ? <LinkDialog conversation={conversation} onClose={close} /> : null}
        {opened === 'merge' ? <MergeDialog conversation={conversation} onClose={close} /> : null}
        {opened === 'close' || opened === 'closeNext' ? (
          <CloseDialog
            conversation={conversation}
            onClose={close}
            onChoose={(closing) => {
              close();
              deeds.resolve(closing);
              if (opened === 'closeNext') onNext();
            }}
          />
        ) : null}
      </Suspense>
    </header>
  );
}

interface SortingProps {
  conversation: Conversation;
  opened: Opened;
  onClose: () => void;
  onTags: (tags: Tag[]) => void;
  onPriority: (priority: Conversation['priority']) => void;
  children: ReactNode;
}

/** Tags and priority are chosen under the toolbar; tags are set at once when the list of them closes. */
function Sorting({ conversation, opened, onClose, onTags, onPriority, children }: SortingProps) {
  const { t } = useTranslation('conversation');
  const chosen = useRef<Tag[] | null>(null);
  const leave = () => {
    if (opened === 'tags' && chosen.current) onTags(chosen.current);
    chosen.current = null;
    onClose();
  };
  const shown = opened === 'tags' || opened === 'priority';
  return (
    <Popover opened={shown} onDismiss={leave} position="bottom-end" width={opened === 'tags' ? 288 : 220} trapFocus returnFocus withRoles={false}>
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown p={6} role="dialog" onKeyDown={(event) => event.stopPropagation()} aria-label={t(opened === 'priority' ? 'priority.title' : 'tags.title')}>
        {opened === 'tags' ? <TagPicker tags={conversation.tags} onChange={(tags) => (chosen.current = tags)} onDone={leave} /> : null}
        {opened === 'priority' ? (
          <PriorityChoice
            priority={conversation.priority}
            onChoose={(priority) => {
              onClose();
              onPriority(priority);
            }}
          />
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}

function Title({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const nameOf = usePersonName();
  const { assignee, team, status, snoozed_until: until, spam, tags, priority, parent, children } = conversation;
  const statusOf = usePresenceWords();
  const holding = useOperators().find((one) => one.id === assignee?.id);
  const holder = [assignee?.name ?? t('nobody'), team?.name].filter(Boolean).join(' · ');
  const state = spam ? t('status.spam') : status === 'snoozed' ? (until ? t('status.snoozedUntil', { until: weekdayTime(new Date(until), language) }) : t('status.snoozedReply')) : t(`status.${status}`);
  return (
    <div className={classes.title}>
      <h2 className="truncate">
        {nameOf(conversation.contact, conversation.channel)}
        <span className={classes.number}>{numbered(conversation.id, language)}</span>
      </h2>
      <div className={classes.meta}>
        {conversation.channel ? <ChannelBadge channel={conversation.channel} size={14} label={channelName(conversation.channel, language)} /> : null}
        <PriorityMark priority={priority} />
        <span className={classes.status} data-status={spam ? 'spam' : status}>
          {state}
        </span>
        {holding ? <PresenceDot {...statusOf(holding)} /> : null}
        <span className={`${classes.holder ?? ''} truncate`}>{holder}</span>
        <Kin parent={parent} below={children} />
        {tags.length > 0 ? (
          <ul className={classes.tags} aria-label={t('tags.title')}>
            {tags.map((tag) => (
              <li key={tag.id}>
                <TagChip tag={tag} />
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </div>
  );
}
