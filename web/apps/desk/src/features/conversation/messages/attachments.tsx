import type { Attachment, MessageKind } from '@otklik/api';
import { bytes } from '@otklik/i18n';
import { IconAlertTriangle, IconDownload, IconFile, IconLoader2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { useAlbum } from '~/shared/lightbox/album';
import { VoicePlayer } from '~/shared/voice/voice-player';
import classes from './attachments.module.css';

interface AttachmentsProps {
  attachments: Attachment[];
  kind: MessageKind;
  sticker: { emoji: string | null } | null;
  author: string;
}

export function Attachments({ attachments, kind, sticker, author }: AttachmentsProps) {
  const shown = shownOf(attachments, kind);
  const pictures = picturesOf(attachments, kind);
  const others = shown.filter((one) => !pictures.includes(one));
  return (
    <>
      {pictures.length > 0 ? <Pictures pictures={pictures} author={author} /> : null}
      {others.map((one) => (
        <OneAttachment key={one.id} attachment={one} kind={kind} emoji={sticker?.emoji ?? null} />
      ))}
    </>
  );
}

/** What stands below the words: a letter shows its own pictures within them. */
const shownOf = (attachments: Attachment[], kind: MessageKind) => attachments.filter((one) => !one.inline || kind !== 'mail');

/** What of a message the lightbox shows. */
export function picturesOf(attachments: Attachment[], kind: MessageKind): Attachment[] {
  return kind === 'sticker' ? [] : shownOf(attachments, kind).filter(isPicture);
}

const isPicture = (one: Attachment) => (one.kind === 'image' || one.mime.startsWith('image/')) && one.kind !== 'document' && one.state === 'ready' && one.url !== null;

function Pictures({ pictures, author }: { pictures: Attachment[]; author: string }) {
  const { t } = useTranslation('conversation');
  const open = useAlbum();
  const single = pictures.length === 1;
  return (
    <div className={classes.pictures} data-count={Math.min(pictures.length, 4)}>
      {pictures.map((one) => (
        <button key={one.id} type="button" className={classes.picture} onClick={() => open(one.id)} style={single ? frameOf(one) : undefined} aria-label={t('openPicture', { name: one.name })}>
          <img src={one.url ?? ''} alt={one.name || t('pictureBy', { name: author })} loading="lazy" decoding="async" />
        </button>
      ))}
    </div>
  );
}

const WIDEST = 360;
const TALLEST = 320;

/** Reserves the picture's place before it arrives, so that nothing jumps. */
function frameOf({ width, height }: Attachment) {
  if (!width || !height) return { width: 260, height: 180 };
  const scale = Math.min(1, WIDEST / width, TALLEST / height);
  return { width: Math.max(96, Math.round(width * scale)), aspectRatio: `${width} / ${height}` };
}

function OneAttachment({ attachment, kind, emoji }: { attachment: Attachment; kind: MessageKind; emoji: string | null }) {
  const { url, state } = attachment;
  if (state !== 'ready' || !url) return <NotReady attachment={attachment} />;
  if (kind === 'sticker') {
    const isVideo = attachment.mime.startsWith('video/');
    return isVideo ? <video className={classes.sticker} src={url} autoPlay loop muted playsInline /> : <img className={classes.sticker} src={url} alt={emoji ?? attachment.name} />;
  }
  if (attachment.kind === 'animation' && attachment.mime.startsWith('video/')) return <video className={classes.film} src={url} autoPlay loop muted playsInline style={frameOf(attachment)} />;
  if (attachment.kind === 'voice' || attachment.kind === 'audio') return <VoicePlayer url={url} seconds={attachment.duration_s} name={attachment.kind === 'audio' ? attachment.name : null} />;
  if (attachment.kind === 'video' || attachment.kind === 'video_note' || kind === 'video_note') return <Film attachment={attachment} url={url} round={kind === 'video_note'} />;
  return <FileCard attachment={attachment} url={url} />;
}

function Film({ attachment, url, round }: { attachment: Attachment; url: string; round: boolean }) {
  return (
    <video className={classes.film} data-round={round} src={url} controls preload="metadata" playsInline aria-label={attachment.name} style={round ? undefined : frameOf(attachment)}>
      <track kind="captions" />
    </video>
  );
}

function FileCard({ attachment, url }: { attachment: Attachment; url: string }) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  return (
    <a className={classes.file} href={url} download={attachment.name} target="_blank" rel="noreferrer">
      <IconFile size={22} stroke={1.6} aria-hidden="true" />
      <span className={classes.fileWords}>
        <span className="truncate">{attachment.name}</span>
        <span className={classes.fileSize}>{[attachment.bytes ? bytes(attachment.bytes, language) : null, attachment.scan && attachment.scan !== 'infected' ? t(`file.${attachment.scan}`) : null].filter(Boolean).join(' · ')}</span>
      </span>
      <IconDownload size={16} stroke={1.7} aria-hidden="true" />
    </a>
  );
}

function NotReady({ attachment }: { attachment: Attachment }) {
  const { t } = useTranslation('conversation');
  const fetching = attachment.state === 'fetching' || (attachment.held && attachment.scan === 'checking');
  const Glyph = fetching ? IconLoader2 : IconAlertTriangle;
  const state = attachment.scan === 'infected' ? t('file.infected') : attachment.held ? t(attachment.scan === 'checking' ? 'file.checking' : attachment.scan === 'too_large' ? 'file.heldTooLarge' : 'file.held') : fetching ? t('file.fetching') : attachment.state === 'too_large' ? t('file.tooLarge') : t('file.failed');
  return (
    <span className={classes.file} data-state={attachment.scan === 'infected' ? 'infected' : attachment.state} title={attachment.reason ?? undefined}>
      <Glyph size={20} stroke={1.7} aria-hidden="true" className={fetching ? classes.spin : undefined} />
      <span className={classes.fileWords}>
        <span className="truncate">{attachment.name}</span>
        <span className={classes.fileSize}>{state}</span>
      </span>
    </span>
  );
}
