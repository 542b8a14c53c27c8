import { Button } from '@mantine/core';
import type { Macro } from '@otklik/api';
import { EmptyState, PageHeader } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { macrosQuery } from '~/shared/macros';
import { Loaded } from '../loaded';
import classes from '../parts.module.css';
import { MacroEditor } from './macro-editor';

/** Macros: all that one sees, one of them, or a new one, by the address. */
export default function MacrosPage() {
  const { item } = useParams({ strict: false });
  const navigate = useNavigate();
  const macros = useQuery(macrosQuery);
  const { t } = useTranslation('macros');
  const back = () => void navigate({ to: '/settings/$section', params: { section: 'macros' } });
  const add = () => void navigate({ to: '/settings/$section/$item', params: { section: 'macros', item: 'new' } });
  if (item === 'new') return <MacroEditor onDone={back} />;
  return (
    <Loaded query={macros}>
      {(all) => {
        const one = all.find((macro) => String(macro.id) === item);
        if (one) return <MacroEditor key={one.id} macro={one} onDone={back} />;
        return (
          <>
            <PageHeader title={t('title')} hint={t('page.hint')} actions={<Button onClick={add}>{t('page.add')}</Button>} />
            {all.length === 0 ? <EmptyState drawing="done" title={t('none')} hint={t('page.emptyHint')} /> : <List macros={all} />}
          </>
        );
      }}
    </Loaded>
  );
}

function List({ macros }: { macros: Macro[] }) {
  const { t } = useTranslation('macros');
  return (
    <ul className={classes.list}>
      {macros.map((macro) => (
        <li key={macro.id}>
          <Link to="/settings/$section/$item" params={{ section: 'macros', item: String(macro.id) }} className={classes.name}>
            {macro.name}
          </Link>
          <p className={`truncate ${classes.excerpt ?? ''}`}>{macro.actions.map((action) => t(`verbs.${action.verb}`)).join(' · ')}</p>
          <span className={`${classes.quiet ?? ''} ${classes.small ?? ''}`}>{[macro.scope === 'team' ? (macro.team_name ?? t('teamGone')) : t(`scopes.${macro.scope}`), macro.uses > 0 && t('page.uses', { count: macro.uses })].filter(Boolean).join(' · ')}</span>
        </li>
      ))}
    </ul>
  );
}
