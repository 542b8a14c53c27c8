import { IconAction } from '@otklik/ui';
import { IconClockHour4 } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Later } from '../use-sending';

const LaterDialog = lazy(() => import('../later-dialog'));

interface SendLaterProps {
  disabled: boolean;
  /** Asked before a time is chosen: variables that are left are filled in first. */
  able: () => boolean;
  onChoose: (later: Later) => void;
}

/** Begins the conversation now and lets its first message wait until a time. */
export function SendLater({ disabled, able, onChoose }: SendLaterProps) {
  const { t } = useTranslation('composer');
  const [asked, setAsked] = useState(false);
  const choose = (later: Later) => {
    setAsked(false);
    onChoose(later);
  };
  return (
    <>
      <IconAction label={t('later.open')} icon={IconClockHour4} disabled={disabled} onClick={() => setAsked(able())} />
      <Suspense fallback={null}>{asked ? <LaterDialog onClose={() => setAsked(false)} onChoose={choose} /> : null}</Suspense>
    </>
  );
}
