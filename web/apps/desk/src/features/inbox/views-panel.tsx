import { capped } from '@otklik/i18n';
import { ChannelBadge } from '@otklik/ui';
import { IconUsersGroup, type Icon } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useInboxes } from '~/shared/channels';
import { useTeams } from '~/shared/colleagues';
import { useDraftCount } from '~/shared/drafts';
import { useCounts } from './api';
import { SavedViews } from './saved/saved-views';
import { counterOf, views } from './views';
import classes from './views.module.css';

interface ViewsPanelProps {
  view: string;
  inbox?: number | undefined;
  onChoose?: () => void;
}

export function ViewsPanel({ view, inbox, onChoose }: ViewsPanelProps) {
  const { t } = useTranslation('inbox');
  const counts = useCounts();
  const drafts = useDraftCount();
  const teams = useTeams();
  const inboxes = useInboxes() ?? [];
  const shown = views.filter((one) => !one.whenAny || one.name === view || counterOf(one, counts, drafts) > 0);
  return (
    <nav className={classes.views} aria-label={t('views.title')}>
      <ul className={classes.group}>
        {shown.map((one) => (
          <ViewLink
            key={one.name}
            view={one.name}
            label={t(`views.${one.name}`)}
            icon={one.icon}
            count={counterOf(one, counts, drafts)}
            fresh={one.name === 'mine' ? (counts?.unread_mine ?? 0) : 0}
            urgent={one.name === 'failed'}
            current={one.name === view && inbox === undefined}
            onChoose={onChoose}
          />
        ))}
      </ul>
      <SavedViews view={view} onChoose={onChoose} pinned />
      {teams.length > 0 ? <h2 className={classes.caption}>{t('views.teams')}</h2> : null}
      <ul className={classes.group}>
        {teams.map((team) => (
          <ViewLink
            key={team.id}
            view={`team:${team.id}`}
            label={team.name}
            icon={IconUsersGroup}
            count={counts?.teams[String(team.id)] ?? team.open_conversations}
            current={view === `team:${team.id}`}
            onChoose={onChoose}
          />
        ))}
      </ul>
      <SavedViews view={view} onChoose={onChoose} />
      {inboxes.length > 1 ? <h2 className={classes.caption}>{t('views.inboxes')}</h2> : null}
      <ul className={classes.group}>
        {inboxes.length > 1
          ? inboxes.map((one) => (
              <li key={one.id}>
                <Link className={classes.view} to="/inbox/$view" params={{ view: 'open' }} search={{ inbox: one.id }} data-current={inbox === one.id} aria-current={inbox === one.id ? 'page' : undefined} onClick={onChoose}>
                  <ChannelBadge channel={one.channel} />
                  <span className={`${classes.label ?? ''} truncate`}>{one.name}</span>
                </Link>
              </li>
            ))
          : null}
      </ul>
    </nav>
  );
}

interface ViewLinkProps {
  view: string;
  label: string;
  icon: Icon;
  count: number;
  current: boolean;
  fresh?: number;
  urgent?: boolean;
  onChoose?: (() => void) | undefined;
}

function ViewLink({ view, label, icon: Glyph, count, current, fresh = 0, urgent = false, onChoose }: ViewLinkProps) {
  const { t } = useTranslation('inbox');
  return (
    <li>
      <Link className={classes.view} to="/inbox/$view" params={{ view }} data-current={current} data-urgent={urgent} aria-current={current ? 'page' : undefined} onClick={onChoose}>
        <Glyph size={17} stroke={1.7} aria-hidden="true" />
        <span className={`${classes.label ?? ''} truncate`}>{label}</span>
        {fresh > 0 ? <span className={classes.fresh} role="img" aria-label={t('unread', { count: fresh })} /> : null}
        {count > 0 ? <span className={classes.count}>{capped(count)}</span> : null}
      </Link>
    </li>
  );
}
