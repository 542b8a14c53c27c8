import type { Conversation } from '@otklik/api';
import { IconAction } from '@otklik/ui';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useContact } from '~/shared/contacts';
import { usePersonName } from '~/shared/person-name';
import { ContactBody } from './contact-body';
import classes from './contact.module.css';

interface ContactCardProps {
  conversation: Conversation;
  onClose: () => void;
}

export default function ContactCard({ conversation, onClose }: ContactCardProps) {
  const { t } = useTranslation('contact');
  const { id, avatar_url: avatar, name } = conversation.contact;
  const known = useContact(id).data;
  const called = usePersonName()({ id, name: known?.name ?? name }, conversation.channel);
  return (
    <aside className={classes.card} aria-label={t('title')}>
      <header className={classes.top}>
        <h2>{t('title')}</h2>
        <IconAction label={t('close')} icon={IconX} onClick={onClose} />
      </header>
      <div className={classes.scroll}>
        <ContactBody id={id} called={called} avatar={avatar} current={conversation.id} />
      </div>
    </aside>
  );
}
