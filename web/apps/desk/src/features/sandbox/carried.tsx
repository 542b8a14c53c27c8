import { bytes } from '@otklik/i18n';
import { Avatar } from '@otklik/ui';
import { IconFile, IconMapPin } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { usePlaying, type PhoneMessage } from './api';
import classes from './bubble.module.css';

/** What a message carries beside words. */
export function Carried({ message }: { message: PhoneMessage }) {
  const { location, contact } = message;
  if (message.file) return <File message={message} file={message.file} />;
  if (location) {
    return (
      <span className={classes.card}>
        <IconMapPin size={22} stroke={1.7} aria-hidden="true" />
        <span className={classes.cardWords}>
          <strong>{`${location.latitude.toFixed(4)}, ${location.longitude.toFixed(4)}`}</strong>
          <a href={`https://www.openstreetmap.org/?mlat=${location.latitude}&mlon=${location.longitude}#map=16/${location.latitude}/${location.longitude}`} target="_blank" rel="noreferrer noopener">
            OpenStreetMap
          </a>
        </span>
      </span>
    );
  }
  if (!contact) return null;
  return (
    <span className={classes.card}>
      <Avatar name={contact.first_name ?? ''} size={36} />
      <span className={classes.cardWords}>
        <strong>{contact.first_name}</strong>
        <span>{contact.phone_number}</span>
      </span>
    </span>
  );
}

function File({ message, file }: { message: PhoneMessage; file: NonNullable<PhoneMessage['file']> }) {
  const { t } = useTranslation('sandbox');
  const language = useLanguage();
  const address = `/sandbox/api/${usePlaying()}/files/${encodeURIComponent(file.id)}`;
  const name = file.name || t('attachment');
  if (message.kind === 'sticker') return <img className={classes.sticker} src={address} alt={name} />;
  if (file.mime.startsWith('image/')) return <img className={classes.picture} src={address} alt={name} />;
  if (file.mime.startsWith('audio/')) {
    return (
      <audio className={classes.sound} src={address} controls preload="metadata" aria-label={name}>
        <track kind="captions" />
      </audio>
    );
  }
  if (file.mime.startsWith('video/')) {
    return (
      <video className={classes.picture} src={address} controls preload="metadata" playsInline aria-label={name}>
        <track kind="captions" />
      </video>
    );
  }
  return (
    <a className={classes.card} href={address} target="_blank" rel="noreferrer">
      <IconFile size={22} stroke={1.6} aria-hidden="true" />
      <span className={classes.cardWords}>
        <strong className="truncate">{name}</strong>
        <span>{bytes(file.size, language)}</span>
      </span>
    </a>
  );
}

const kinds = ['photo', 'video', 'animation', 'video_note', 'audio', 'voice', 'document', 'sticker', 'location', 'contact'] as const;

/** A message in a few words. */
export function said(message: PhoneMessage, t: TFunction<'sandbox'>): string {
  const kind = kinds.find((one) => one === message.kind);
  return message.text || t(kind ? `kinds.${kind}` : 'attachment');
}
