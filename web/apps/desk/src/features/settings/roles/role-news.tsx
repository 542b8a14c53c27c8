import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useBlockName } from '~/shared/card-blocks';
import classes from '../parts.module.css';
import { useRightName } from './rights';
import { differ } from './ticking';
import type { RoleRights } from './wire';

interface RoleNewsProps {
  base: RoleRights;
  theirs: RoleRights;
  onJoin: () => void;
  onMine: () => void;
  onTheirs: () => void;
}

/** A colleague saved the role that is open here: what they changed, and what to do with it. */
export function RoleNews({ base, theirs, onJoin, onMine, onTheirs }: RoleNewsProps) {
  const { t } = useTranslation('roles');
  const right = useRightName();
  const block = useBlockName();
  const changed = differ(base, theirs);
  const list = (rights: string[]) => rights.map(right).join(', ');
  return (
    <section className={classes.panel} role="alert" aria-label={t('news.title', { name: theirs.changed_by })}>
      <div>
        <p className={`${classes.lead ?? ''} ${classes.name ?? ''}`}>{t('news.title', { name: theirs.changed_by })}</p>
        <ul>
          {changed.name ? <li>{t('news.name', { from: base.name, to: theirs.name })}</li> : null}
          {changed.description ? <li>{t('news.description', { text: theirs.description || '—' })}</li> : null}
          {changed.added.length > 0 ? <li>{t('news.added', { rights: list(changed.added) })}</li> : null}
          {changed.removed.length > 0 ? <li>{t('news.removed', { rights: list(changed.removed) })}</li> : null}
          {changed.hidden.length > 0 ? <li>{t('news.hidden', { blocks: changed.hidden.map(block).join(', ') })}</li> : null}
          {changed.shown.length > 0 ? <li>{t('news.shown', { blocks: changed.shown.map(block).join(', ') })}</li> : null}
        </ul>
        <p className={classes.quiet}>{t('news.kept')}</p>
      </div>
      <div className={classes.row}>
        <Button onClick={onJoin}>{t('news.join')}</Button>
        <Button variant="default" onClick={onMine}>
          {t('news.mine')}
        </Button>
        <Button variant="default" onClick={onTheirs}>
          {t('news.theirs')}
        </Button>
      </div>
    </section>
  );
}
