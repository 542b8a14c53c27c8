import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannels } from '~/shared/channels';
import { READABLE, unreadable } from './look';
import type { Values } from './values';
import classes from './widget.module.css';

const LogoForm = lazy(() => import('./logo-form'));
const SampleTester = lazy(() => import('./sample-tester'));
const WidgetPreview = lazy(() => import('./widget-preview'));

interface BesidePreviewProps {
  channel: string;
  values: Values;
  /** A chat that is there already can have a logo. */
  inboxId?: number;
  children: ReactNode;
}

/** The form of a channel; beside that of a website chat, its window; beside one whose JSON is described, a sample of it. */
export function BesidePreview({ channel, values, inboxId, children }: BesidePreviewProps) {
  const channels = useChannels();
  if (channels.find((one) => one.slug === channel)?.reads_samples)
    return (
      <div className={classes.beside}>
        <div className={classes.form}>{children}</div>
        <Suspense fallback={<div className={classes.preview} />}>
          <SampleTester channel={channel} values={values} />
        </Suspense>
      </div>
    );
  if (channel !== 'webchat') return <>{children}</>;
  return (
    <div className={classes.beside}>
      <div className={classes.form}>
        {inboxId === undefined ? null : (
          <Suspense fallback={null}>
            <LogoForm inboxId={inboxId} />
          </Suspense>
        )}
        {children}
      </div>
      <Suspense fallback={<div className={classes.preview} />}>
        <WidgetPreview values={values} {...(inboxId !== undefined && { inboxId })} />
      </Suspense>
    </div>
  );
}

/** What is wrong with the look before the server is asked, by the name of the field. */
export function useLookFaults(channel: string, values: Values): Map<string, string> {
  const { t, i18n } = useTranslation('channels');
  if (channel !== 'webchat') return new Map();
  const shown = (ratio: number) => ratio.toLocaleString(i18n.language);
  return new Map(unreadable(values).map(({ field, ratio }) => [`settings.${field}`, t('look.unreadable', { ratio: shown(ratio), least: shown(READABLE) })]));
}
