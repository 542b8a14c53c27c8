import '@otklik/ui/forms';
import { IconAction } from '@otklik/ui';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useArrowWalk } from '~/shared/arrow-walk';
import { useSections } from './entries';
import { groups } from './sections';
import { SettingsFinder } from './settings-finder';
import { usePlace } from './use-place';
import classes from './settings.module.css';

interface SettingsPageProps {
  section: string | undefined;
}

/** Sections left, the chosen one right; on a narrow screen one at a time. */
export default function SettingsPage({ section }: SettingsPageProps) {
  const { t } = useTranslation('settings');
  const navigate = useNavigate();
  const visible = useSections();
  const nav = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  useArrowWalk(nav);
  usePlace(content);
  const current = visible.find((one) => one.id === section) ?? visible[0];
  useEffect(() => {
    document.title = t('pageTitle');
  }, [t]);
  return (
    <div className={classes.settings} data-chosen={section !== undefined}>
      <nav className={classes.nav} aria-label={t('title')} ref={nav}>
        <h2>{t('title')}</h2>
        <SettingsFinder>
          {groups.map((group) => {
            const pages = visible.filter((one) => one.group === group);
            if (pages.length === 0) return null;
            return (
              <section key={group} className={classes.group} aria-labelledby={`settings-${group}`}>
                <h3 id={`settings-${group}`}>{t(`groups.${group}`)}</h3>
                <ul>
                  {pages.map(({ id, icon: Glyph }) => (
                    <li key={id}>
                      <Link to="/settings/$section" params={{ section: id }} className={classes.link} aria-current={current?.id === id ? 'page' : undefined}>
                        <Glyph size={17} stroke={1.7} aria-hidden="true" />
                        {t(`sections.${id}`)}
                      </Link>
                    </li>
                  ))}
                </ul>
              </section>
            );
          })}
        </SettingsFinder>
      </nav>
      <main className={classes.main} id="main" tabIndex={0}>
        <div className={classes.back}>
          <IconAction label={t('back')} icon={IconArrowLeft} onClick={() => void navigate({ to: '/settings' })} />
        </div>
        <div className={classes.content} ref={content}>
          <Suspense fallback={null}>{current ? <current.page /> : null}</Suspense>
        </div>
      </main>
    </div>
  );
}
