import { SegmentedControl } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { useSession } from '~/shared/session';
import classes from './widget.module.css';
import { configOf, languageOf, paintsOf, shownRatio } from './look';
import { useLogo } from './use-logo';
import type { Values } from './values';

type Theme = 'light' | 'dark';

const themeNow = (): Theme => (document.documentElement.dataset['mantineColorScheme'] === 'dark' ? 'dark' : 'light');

/** The real window in a frame, drawn as the form stands: nothing is saved by it, and it reaches no server. */
export default function WidgetPreview({ values, inboxId }: { values: Values; inboxId?: number }) {
  const { t } = useTranslation('channels');
  const desk = useLanguage();
  const company = useSession().workspace.name;
  const frame = useRef<HTMLIFrameElement>(null);
  const [ready, setReady] = useState(0);
  const [seen, setSeen] = useState<Theme>();
  const [spoken, setSpoken] = useState<'ru' | 'en'>();
  const logo = useLogo(inboxId);
  const forced = values['theme'];
  const theme = seen ?? (forced === 'light' || forced === 'dark' ? forced : themeNow());
  const lang = spoken ?? languageOf(values, desk);
  const said = JSON.stringify({ lang, config: configOf(values, company, theme, logo) });
  const { light, dark } = paintsOf(values);
  useEffect(() => {
    const hear = ({ source, origin, data }: MessageEvent<unknown>) => {
      if (source === frame.current?.contentWindow && origin === window.location.origin && data === 'ready') setReady((times) => times + 1);
    };
    window.addEventListener('message', hear);
    return () => window.removeEventListener('message', hear);
  }, []);
  useEffect(() => {
    if (ready > 0) frame.current?.contentWindow?.postMessage(JSON.parse(said), window.location.origin);
  }, [ready, said]);
  return (
    <aside className={classes.preview} aria-label={t('look.preview')}>
      <div className={classes.switches}>
        <SegmentedControl size="xs" aria-label={t('look.theme')} value={theme} data={[{ value: 'light', label: t('look.light') }, { value: 'dark', label: t('look.dark') }]} onChange={(value) => setSeen(value)} />
        <SegmentedControl size="xs" aria-label={t('look.language')} value={lang} data={[{ value: 'ru', label: 'RU' }, { value: 'en', label: 'EN' }]} onChange={(value) => setSpoken(value)} />
      </div>
      <div className={classes.stage}>
        <iframe ref={frame} className={classes.frame} data-theme={theme} src="/widget/pages/preview" title={t('look.preview')} />
      </div>
      <p className={classes.ratios}>
        {t('look.ratio', { theme: t('look.light'), ink: t(light.ink === '#000000' ? 'look.black' : 'look.white'), ratio: shownRatio(light).toLocaleString(desk) })}{' '}
        {t('look.ratio', { theme: t('look.dark'), ink: t(dark.ink === '#000000' ? 'look.black' : 'look.white'), ratio: shownRatio(dark).toLocaleString(desk) })}
      </p>
    </aside>
  );
}
