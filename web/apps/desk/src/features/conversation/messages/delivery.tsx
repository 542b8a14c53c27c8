import { Button } from '@mantine/core';
import type { Delivery, Message } from '@otklik/api';
import { IconAlertTriangle, IconCheck, IconChecks, IconClock, IconHelpCircle, type Icon } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { tellProblem } from '~/shared/problem-text';
import { retryMessage } from '../api';
import { putMessages } from '../live';
import { CopyButton, OtherWays } from './other-ways';
import classes from './bubble.module.css';

const glyphs: Record<Delivery['status'], Icon> = {
  queued: IconClock,
  sending: IconClock,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  failed: IconAlertTriangle,
  uncertain: IconHelpCircle,
};

export function DeliveryMark({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('conversation');
  const Glyph = glyphs[delivery.status];
  const label = t(`delivery.${delivery.status}`);
  return (
    <span className={classes.delivery} data-status={delivery.status} title={label}>
      <Glyph size={14} stroke={2} aria-hidden="true" />
      <span className="visually-hidden">{label}</span>
    </span>
  );
}

/** A failed or uncertain message says why, and offers the way out. */
export function DeliveryTrouble({ message, delivery }: { message: Message; delivery: Delivery }) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const client = useQueryClient();
  const uncertain = delivery.status === 'uncertain';
  const retry = useMutation({
    mutationFn: (identity?: number) => retryMessage(message, uncertain, identity),
    onSuccess: (changed) => putMessages(client, [changed]),
    onError: tellProblem,
  });
  if (delivery.status !== 'failed' && !uncertain) return null;
  const reason = delivery.error?.detail[language] ?? t(uncertain ? 'delivery.uncertainWhy' : 'delivery.failedWhy');
  return (
    <div className={classes.trouble} data-uncertain={uncertain} title={delivery.error?.provider_code ?? undefined}>
      <span>{reason}</span>
      <Button size="compact-xs" variant="default" loading={retry.isPending} onClick={() => retry.mutate(undefined)}>
        {uncertain ? t('delivery.sendAgainAnyway') : t('delivery.retry')}
      </Button>
      <OtherWays message={message} onChoose={retry.mutate} />
      {message.text ? <CopyButton text={message.text} /> : null}
    </div>
  );
}
