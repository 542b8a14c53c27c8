import { useTranslation } from 'react-i18next';
import classes from './session.module.css';

export function Wordmark() {
  const { t } = useTranslation('app');
  return (
    <p className={classes.wordmark}>
      <img src="/assets/icon.svg" alt="" width={32} height={32} />
      {t('name')}
    </p>
  );
}
