import { IconAction } from '@otklik/ui';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { setReplyTarget, useReplyTarget } from '~/shared/reply-target';
import classes from './composer.module.css';

export function QuotedMessage({ conversation }: { conversation: number }) {
  const { t } = useTranslation('composer');
  const target = useReplyTarget(conversation);
  if (!target) return null;
  return (
    <div className={classes.quoted}>
      <span className={classes.quotedWords}>
        <span className={classes.quotedAuthor}>{t('replyTo', { name: target.author })}</span>
        <span className="truncate">{target.text}</span>
      </span>
      <IconAction size={24} label={t('dropQuote')} icon={IconX} onClick={() => setReplyTarget(conversation, null)} />
    </div>
  );
}
