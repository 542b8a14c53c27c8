import { useTranslation } from 'react-i18next';
import { usePeeks } from '~/shared/peeks';
import classes from './thread.module.css';

/** What the customer and colleagues are writing right now; read-only, and gone when they stop. */
export function Peeks({ conversation, customer }: { conversation: number; customer: string }) {
  const { t } = useTranslation('conversation');
  return usePeeks(conversation).map(({ operator, name, text }) => (
    <div key={operator ?? 'customer'} className={classes.peek} data-own={operator !== null}>
      <span className={classes.peekName}>{operator === null ? t('peek.customer', { name: customer }) : t('peek.colleague', { name })}</span>
      <p dir="auto">{text}</p>
    </div>
  ));
}
