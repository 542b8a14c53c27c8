import { Button } from '@mantine/core';
import type { Contact } from '@otklik/api';
import { ConfirmDialog } from '@otklik/ui';
import { IconBan } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannels } from '~/shared/channels';
import { useLanguage } from '~/shared/i18n';
import classes from './contact.module.css';

interface BlockButtonProps {
  contact: Contact;
  busy: boolean;
  onBlock: (blocked: boolean) => void;
}

export function BlockButton({ contact, busy, onBlock }: BlockButtonProps) {
  const { t } = useTranslation('contact');
  const language = useLanguage();
  const channels = useChannels();
  const [asking, setAsking] = useState(false);
  const mine = new Set(contact.identities.map((one) => one.channel));
  const names = (able: boolean) => channels.filter((one) => one.capabilities.block_out === able && mine.has(one.slug)).map((one) => one.face.name[language]);
  const [barring, silencing] = [names(true), names(false)];
  const block = () => {
    setAsking(false);
    onBlock(true);
  };
  return (
    <div className={classes.section}>
      <Button variant="subtle" color={contact.blocked ? 'gray' : 'red'} size="compact-sm" loading={busy} leftSection={<IconBan size={16} stroke={1.7} aria-hidden="true" />} onClick={() => (contact.blocked ? onBlock(false) : setAsking(true))}>
        {contact.blocked ? t('unblock') : t('block')}
      </Button>
      <ConfirmDialog opened={asking} title={t('blockTitle')} confirm={t('block')} cancel={t('cancel')} danger onConfirm={block} onClose={() => setAsking(false)}>
        <p className={classes.words}>{t('blockWhat')}</p>
        {barring.length > 0 ? <p className={classes.words}>{t('blockThere', { names: list(barring, language) })}</p> : null}
        {silencing.length > 0 ? <p className={classes.words}>{t('blockHere', { names: list(silencing, language) })}</p> : null}
      </ConfirmDialog>
    </div>
  );
}

function list(names: string[], language: 'ru' | 'en'): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
}
