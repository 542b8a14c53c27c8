import type { ConversationRow } from '@otklik/api';
import { capped, shortStamp } from '@otklik/i18n';
import { IconAlertTriangle, IconArrowBackUp, IconBellOff, IconLock, IconMessageExclamation, IconMoonStars, IconPencil, IconRobot, IconStarFilled, IconZzzOff, type Icon } from '@tabler/icons-react';
import { memo, type MouseEvent } from 'react';
import { runAction } from '~/shared/actions';
import { useContactTyping } from '~/shared/contact-typing';
import { useDraftPreview } from '~/shared/drafts';
import { useLanguage, useWords } from '~/shared/i18n';
import { usePersonName } from '~/shared/person-name';
import { PriorityMark } from '~/shared/priority-mark';
import type { RowColumns } from './columns/columns';
import { RowFacts } from './columns/row-facts';
import { PreviewText } from './preview-text';
import { RowFace } from './row-face';
import { WaitingTime } from './waiting-time';
import classes from './row.module.css';

interface RowProps {
  row: ConversationRow;
  /** The facts it shows. */
  columns: RowColumns;
  /** Where the row leads, for those who open it elsewhere. */
  href: string;
  selected: boolean;
  /** I asked to hear nothing of it. */
  muted: boolean;
  stop: boolean;
  onOpen: (id: number) => void;
}

export const Row = memo(function Row({ row, columns, href, selected, muted, stop, onOpen }: RowProps) {
  const t = useWords('inbox');
  const name = usePersonName()(row.contact, row.channel);
  const draft = useDraftPreview(row.id);
  const open = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    // Enter on the row that is open goes on to its answer.
    if (selected && event.detail === 0) runAction('list.open');
    else onOpen(row.id);
  };
  return (
    <a
      className={classes.row}
      href={href}
      onClick={open}
      tabIndex={stop ? 0 : -1}
      data-row={row.id}
      data-selected={selected}
      data-unread={row.unread > 0}
      data-lined={columns.lined || undefined}
      data-wrote={slept(row)}
      aria-current={selected ? 'true' : undefined}
    >
      <RowFace row={row} name={name} channel={columns.channel} />
      <span className={classes.words}>
        <span className={classes.first}>
          {columns.priority ? <PriorityMark priority={row.priority} /> : null}
          <span className={classes.name}>
            <span className="truncate">{name}</span>
            {row.contact.vip ? <State label={t('vip')} className={classes.vip} icon={IconStarFilled} /> : null}
          </span>
          <RowTime row={row} waiting={columns.waiting} />
        </span>
        <span className={classes.second}>
          <Words row={row} draft={draft} />
          {columns.lined ? null : <RowFacts row={row} columns={columns} />}
          <Marks row={row} muted={muted} />
        </span>
        {columns.lined ? <RowFacts row={row} columns={columns} /> : null}
      </span>
    </a>
  );
});

function RowTime({ row, waiting }: { row: ConversationRow; waiting: boolean }) {
  const t = useWords('inbox');
  const language = useLanguage();
  if (waiting && row.waiting_since && row.status !== 'resolved') return <WaitingTime since={row.waiting_since} />;
  if (row.status === 'snoozed') {
    return (
      <span className={classes.snoozed}>
        <IconMoonStars size={12} stroke={2} aria-hidden="true" />
        {row.snoozed_until ? shortStamp(new Date(row.snoozed_until), new Date(), language) : t('untilReply')}
      </span>
    );
  }
  return <time className={classes.time}>{shortStamp(new Date(row.last_message_at), new Date(), language)}</time>;
}

/** What stands in the second line: that the customer writes, my draft, or the last message. */
function Words({ row, draft }: { row: ConversationRow; draft: string | null }) {
  const t = useWords('inbox');
  const typing = useContactTyping(row.id);
  if (typing) return <span className={`${classes.preview ?? ''} ${classes.typing ?? ''} truncate`}>{t('customerTyping')}</span>;
  return (
    <>
      <Speaker row={row} drafted={draft !== null} />
      <span className={`${classes.preview ?? ''} truncate`}>{draft ? <bdi>{draft}</bdi> : <PreviewText row={row} />}</span>
    </>
  );
}

/** The customer wrote meanwhile, and the conversation sleeps on. */
const slept = (row: ConversationRow) => row.status === 'snoozed' && row.wrote_asleep;

/** A mark with its meaning in words, for those who point at it and those who hear it. */
function State({ label, icon: Glyph, className }: { label: string; icon: Icon; className?: string | undefined }) {
  return (
    <span className={`${classes.state ?? ''} ${className ?? ''}`} title={label}>
      <Glyph size={14} stroke={1.9} aria-hidden="true" />
      <span className="visually-hidden">{label}</span>
    </span>
  );
}

/** Who spoke last: nothing for the contact, an arrow for us, a robot for a bot. */
function Speaker({ row, drafted }: { row: ConversationRow; drafted: boolean }) {
  const t = useWords('inbox');
  if (drafted) {
    return (
      <span className={classes.draft}>
        <IconPencil size={13} stroke={1.8} aria-hidden="true" />
        {t('draft')}
      </span>
    );
  }
  const preview = row.preview;
  if (!preview || preview.author === 'contact' || preview.author === 'system') return null;
  const shown = preview.note ? { Glyph: IconLock, label: t('speaker.note') } : preview.author === 'bot' ? { Glyph: IconRobot, label: t('speaker.bot') } : { Glyph: IconArrowBackUp, label: t('speaker.us') };
  return (
    <span className={classes.speaker}>
      <shown.Glyph size={14} stroke={1.8} aria-hidden="true" />
      <span className="visually-hidden">{shown.label}</span>
    </span>
  );
}

function Marks({ row, muted }: { row: ConversationRow; muted: boolean }) {
  const t = useWords('inbox');
  return (
    <span className={classes.marks}>
      {slept(row) ? <State label={t('wroteAsleep')} className={classes.wrote} icon={IconMessageExclamation} /> : null}
      {row.returned ? <State label={t('returned')} className={classes.returned} icon={IconZzzOff} /> : null}
      {muted ? <State label={t('muted')} icon={IconBellOff} /> : null}
      {row.failed > 0 ? (
        <span className={classes.failed} title={t('failed', { count: row.failed })}>
          <IconAlertTriangle size={14} stroke={2} aria-hidden="true" />
          <span className="visually-hidden">{t('failed', { count: row.failed })}</span>
        </span>
      ) : null}
      {row.unread > 0 ? (
        <span className={classes.unread}>
          <span aria-hidden="true">{capped(row.unread)}</span>
          <span className="visually-hidden">{t('unread', { count: row.unread })}</span>
        </span>
      ) : null}
    </span>
  );
}
