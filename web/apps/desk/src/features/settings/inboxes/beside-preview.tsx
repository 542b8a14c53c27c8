import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { READABLE, unreadable } from './look';
import type { Values } from './values';
import classes from './widget.module.css';

const WidgetPreview = lazy(() => import('./widget-preview'));

/** The form of a channel; beside that of a website chat, its window. */
export function BesidePreview({ channel, values, children }: { channel: string; values: Values; children: ReactNode }) {
  if (channel !== 'webchat') return <>{children}</>;
  return (
    <div className={classes.beside}>
      <div className={classes.form}>{children}</div>
      <Suspense fallback={<div className={classes.preview} />}>
        <WidgetPreview values={values} />
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
