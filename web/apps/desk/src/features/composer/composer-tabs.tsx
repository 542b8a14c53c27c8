import { IconLock, IconMessage } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DraftTab } from '~/shared/drafts';
import classes from './composer.module.css';

interface ComposerTabsProps {
  tab: DraftTab;
  onTab: (tab: DraftTab) => void;
}

const tabs = [
  { id: 'reply', Glyph: IconMessage },
  { id: 'note', Glyph: IconLock },
] as const;

export function ComposerTabs({ tab, onTab }: ComposerTabsProps) {
  const { t } = useTranslation('composer');
  return (
    <div className={classes.tabs} role="group" aria-label={t('kind')}>
      {tabs.map(({ id, Glyph }) => (
        <button key={id} type="button" className={classes.tab} aria-pressed={tab === id} data-tab={id} onClick={() => onTab(id)}>
          <Glyph size={14} stroke={1.9} aria-hidden="true" />
          {t(id)}
        </button>
      ))}
    </div>
  );
}
