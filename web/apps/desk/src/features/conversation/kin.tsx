import type { LinkedConversation } from '@otklik/api';
import { numbered } from '@otklik/i18n';
import { IconHierarchy2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import classes from './header.module.css';

/** In the header: to which conversation this one belongs, and how many belong to it. */
export function Kin({ parent, below }: { parent: LinkedConversation | null; below: LinkedConversation[] }) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  if (!parent && below.length === 0) return null;
  const open = below.filter((one) => one.status !== 'resolved').length;
  return (
    <span className={classes.kin}>
      <IconHierarchy2 size={13} stroke={1.8} aria-hidden="true" />
      {parent ? (
        <Link to="/inbox/$view/$id" params={{ view: 'all', id: String(parent.id) }} title={parent.contact_name}>
          {t('kin.up', { number: numbered(parent.id, language), status: t(`status.${parent.status}`).toLocaleLowerCase() })}
        </Link>
      ) : null}
      {below.length > 0 ? <span>{t('kin.down', { count: below.length, open })}</span> : null}
    </span>
  );
}
