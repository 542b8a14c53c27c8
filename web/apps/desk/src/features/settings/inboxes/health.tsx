import { useTranslation } from 'react-i18next';
import { Moment } from '../moment';
import classes from '../parts.module.css';
import type { FullInbox } from '../wire';

export function InboxState({ inbox }: { inbox: FullInbox }) {
  const { t } = useTranslation('channels');
  return (
    <span className={classes.state} data-status={inbox.status}>
      {t(`statuses.${inbox.status}`)}
    </span>
  );
}

/** When an inbox last heard and said something, what waits, and what went wrong. */
export function Health({ inbox }: { inbox: FullInbox }) {
  const { t } = useTranslation('channels');
  const { last_in_at, last_out_at, last_error, last_error_at, backlog } = inbox.health;
  return (
    <>
      <p className={`${classes.quiet} ${classes.small}`} style={{ margin: 0 }}>
        {t('lastIn')} <Moment at={last_in_at} /> · {t('lastOut')} <Moment at={last_out_at} />
        {backlog > 0 ? ` · ${t('backlog', { count: backlog })}` : null}
      </p>
      {last_error && inbox.status !== 'active' ? (
        <p className={`${classes.error} ${classes.small}`}>{last_error}</p>
      ) : last_error ? (
        <p className={`${classes.quiet} ${classes.small}`} style={{ margin: 0 }}>
          {t('lastTrouble')} <Moment at={last_error_at} />: {last_error}
        </p>
      ) : null}
    </>
  );
}
