import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNow } from '~/shared/clock';
import { keys } from '~/shared/keys';
import classes from './thread.module.css';

/** «Анна печатает…», for as long as the channel says so. */
export function TypingLine({ conversation, name }: { conversation: number; name: string }) {
  const { t } = useTranslation('conversation');
  const { data: until } = useQuery<string | null>({ queryKey: keys.contactTyping(conversation), queryFn: () => null, enabled: false, initialData: null });
  const now = useNow();
  if (!until || Date.parse(until) < now) return null;
  return (
    <p className={classes.typing}>
      <span className={classes.dots} aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {t('contactTyping', { name })}
    </p>
  );
}
