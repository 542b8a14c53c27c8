import { Button } from '@mantine/core';
import type { Contact } from '@otklik/api';
import { ConfirmDialog } from '@otklik/ui';
import { IconBan } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './contact.module.css';

interface BlockButtonProps {
  contact: Contact;
  busy: boolean;
  onBlock: (blocked: boolean) => void;
}

export function BlockButton({ contact, busy, onBlock }: BlockButtonProps) {
  const { t } = useTranslation('contact');
  const [asking, setAsking] = useState(false);
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
        {t('blockWhat')}
      </ConfirmDialog>
    </div>
  );
}
