import { IconBraces, IconDeviceMobileMessage, IconBrandOkRu, IconBrandTelegram, IconBrandViber, IconBrandVk, IconBrandWhatsapp, IconForms, IconLetterM, IconMail, IconMessageCircle, IconMessages, type Icon } from '@tabler/icons-react';
import classes from './channel-badge.module.css';

const glyphs: Record<string, Icon> = {
  telegram: IconBrandTelegram,
  email: IconMail,
  webchat: IconMessageCircle,
  json: IconBraces,
  form: IconForms,
  whatsapp: IconBrandWhatsapp,
  vk: IconBrandVk,
  viber: IconBrandViber,
  smpp: IconDeviceMobileMessage,
  max: IconLetterM,
  ok: IconBrandOkRu,
};

interface ChannelBadgeProps {
  channel: string;
  /** Spoken name; leave out when the name stands beside the badge. */
  label?: string;
  size?: number;
}

export function ChannelBadge({ channel, label, size = 17 }: ChannelBadgeProps) {
  const Glyph = glyphs[channel] ?? IconMessages;
  return (
    <span className={classes.badge} data-channel={channel} style={{ width: size, height: size }} title={label}>
      <Glyph size={Math.round(size * 0.68)} stroke={2} aria-hidden="true" />
      {label ? <span className="visually-hidden">{label}</span> : null}
    </span>
  );
}
