import type { Conversation } from '@otklik/api';
import { tip } from '@otklik/ui';
import { IconEye } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import classes from './header.module.css';

/** How many colleagues hear how this conversation goes on, and who. */
export function Followers({ followers }: Pick<Conversation, 'followers'>) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  if (followers.length === 0) return null;
  const names = new Intl.ListFormat(language, { type: 'conjunction' }).format(followers.map((one) => one.name));
  const label = t('followedBy', { names });
  return (
    <span className={classes.followers} role="img" aria-label={label} {...tip(label)}>
      <IconEye size={14} stroke={1.7} aria-hidden="true" />
      {followers.length}
    </span>
  );
}
