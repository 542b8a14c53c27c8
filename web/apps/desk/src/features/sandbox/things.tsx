import { ActionIcon, Menu } from '@mantine/core';
import { IconAddressBook, IconFile, IconMapPin, IconMicrophone, IconPhone, IconPhotoScan, IconPlus, type Icon } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tellProblem } from '~/shared/problem-text';
import { has, type Chat, type Hand, type Person } from './api';
import classes from './bubble.module.css';
import { drawPhoto, drawSticker, soundVoice, stickers, VOICE_SECONDS } from './samples';
import { CardDialog, PlaceDialog } from './thing-dialogs';

interface ThingsProps {
  person: Person;
  chat: Chat;
  hand: Hand;
  replyTo: number | null;
  onSent: () => void;
}

interface Sent {
  kind: string;
  name?: string;
  duration?: number;
  emoji?: string;
}

function kindOf(mime: string): string {
  if (mime === 'image/jpeg' || mime === 'image/png') return 'photo';
  if (mime.startsWith('video/')) return 'video';
  if (mime.startsWith('audio/')) return 'audio';
  return 'document';
}

/** Everything but words: stickers, pictures, voice, files, places and cards. */
export function Things({ person, chat, hand, replyTo, onSent }: ThingsProps) {
  const { t } = useTranslation('sandbox');
  const picker = useRef<HTMLInputElement>(null);
  const [asking, setAsking] = useState<'place' | 'card' | null>(null);
  const give = (body: Blob, about: Sent) => {
    const told = { ...about, ...(replyTo !== null && { reply_to: replyTo }) };
    const query = new URLSearchParams(Object.entries(told).map(([name, value]) => [name, String(value)]));
    hand.mutate({ verb: `files?${query.toString()}`, body }, { onSuccess: onSent });
  };
  const giveDrawn = (drawn: Promise<Blob>, about: Sent) => void drawn.then((body) => give(body, about)).catch(tellProblem);
  const act = (verb: string) => (body: unknown) => {
    setAsking(null);
    hand.mutate({ verb, body });
  };
  const item = (label: string, Glyph: Icon, onClick: () => void) => (
    <Menu.Item leftSection={<Glyph size={16} stroke={1.7} />} onClick={onClick}>
      {label}
    </Menu.Item>
  );
  return (
    <>
      <input
        ref={picker}
        type="file"
        hidden
        aria-label={t('file')}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) give(file, { kind: kindOf(file.type), name: file.name });
        }}
      />
      <Menu position="top-start" width={248}>
        <Menu.Target>
          <ActionIcon size={36} radius="xl" aria-label={t('things')} loading={hand.isPending}>
            <IconPlus size={20} stroke={1.7} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {has(chat, 'sticker') ? (
            <>
              <Menu.Label>{t('stickers')}</Menu.Label>
              <div className={classes.palette} role="group" aria-label={t('stickers')}>
                {stickers.map((emoji) => (
                  <Menu.Item key={emoji} className={classes.emoji} aria-label={t('sendSticker', { emoji })} onClick={() => giveDrawn(drawSticker(emoji), { kind: 'sticker', name: 'sticker.webp', emoji })}>
                    {emoji}
                  </Menu.Item>
                ))}
              </div>
              <Menu.Divider />
            </>
          ) : null}
          {has(chat, 'file') ? (
            <>
              {item(t('samplePhoto'), IconPhotoScan, () => giveDrawn(drawPhoto(), { kind: 'photo', name: 'cup.jpg' }))}
              {item(t('sampleVoice'), IconMicrophone, () => give(soundVoice(), { kind: 'voice', name: 'voice.wav', duration: VOICE_SECONDS }))}
              {item(t('attach'), IconFile, () => picker.current?.click())}
              <Menu.Divider />
            </>
          ) : null}
          {has(chat, 'location') ? item(t('place'), IconMapPin, () => setAsking('place')) : null}
          {has(chat, 'contact') ? item(t('card'), IconAddressBook, () => setAsking('card')) : null}
          {person.phone && has(chat, 'contact') ? item(t('ownPhone'), IconPhone, () => act('contact')({})) : null}
        </Menu.Dropdown>
      </Menu>
      {asking === 'place' ? <PlaceDialog onSend={act('location')} onClose={() => setAsking(null)} /> : null}
      {asking === 'card' ? <CardDialog onSend={act('contact')} onClose={() => setAsking(null)} /> : null}
    </>
  );
}
