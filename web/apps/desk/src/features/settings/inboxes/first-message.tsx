import { Loader } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useInboxHealth } from '~/shared/health';
import own from '../start/start.module.css';

const LOOK_MS = 3000;

/** A light beside a channel that nobody has written to yet: it turns green with the first message. */
export function FirstMessage({ inbox }: { inbox: number }) {
  const { t } = useTranslation('setup');
  const health = useInboxHealth(LOOK_MS).data?.find((one) => one.inbox_id === inbox);
  const [waited, setWaited] = useState(false);
  const silent = health?.last_in_at === null;
  if (silent && !waited) setWaited(true);
  if (!health || !waited) return null;
  return (
    <div className={own.waiting} data-came={!silent} role="status">
      {silent ? <Loader size={16} aria-hidden="true" /> : <IconCircleCheck size={20} aria-hidden="true" />}
      {t(silent ? 'start.testWaiting' : 'start.testCame')}
    </div>
  );
}
