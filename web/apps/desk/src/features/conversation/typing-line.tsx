import { useTranslation } from 'react-i18next';
import { useContactTyping } from '~/shared/contact-typing';
import classes from './thread.module.css';

/** «Анна печатает…», for as long as the channel says so. */
export function TypingLine({ conversation, name }: { conversation: number; name: string }) {
  const { t } = useTranslation('conversation');
  const typing = useContactTyping(conversation);
  if (!typing) return null;
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
