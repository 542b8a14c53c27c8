import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { matches } from '~/shared/name-search';
import { useSettingsEntries, type FoundSetting } from './entries';
import classes from './settings.module.css';

/** A field over the list of pages; while something stands in it, what was found takes the place of the list. */
export function SettingsFinder({ children }: { children: ReactNode }) {
  const { t } = useTranslation('settings');
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const entries = useSettingsEntries();
  const asked = query.trim();
  const byName = (one: FoundSetting) => Number(!matches(asked, one.name));
  const found = asked ? entries.filter((one) => matches(asked, `${one.name} ${one.words}`)).sort((a, b) => byName(a) - byName(b)) : [];
  const [first] = found;
  return (
    <>
      <TextInput
        className={classes.finder ?? ''}
        data-stop=""
        value={query}
        maxLength={100}
        autoComplete="off"
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && first) void navigate({ to: '/settings/$section', params: { section: first.section }, hash: first.key });
          if (event.key !== 'Escape' || !query) return;
          event.preventDefault();
          setQuery('');
        }}
        placeholder={t('find')}
        aria-label={t('find')}
        leftSection={<IconSearch size={16} stroke={1.7} aria-hidden="true" />}
      />
      <p className="visually-hidden" role="status">
        {asked ? t('found', { count: found.length }) : null}
      </p>
      {asked && !first ? <p className={classes.nothing}>{t('nothingFound')}</p> : null}
      {asked ? (
        <ul>
          {found.map((one) => (
            <li key={`${one.section} ${one.key}`}>
              <Link to="/settings/$section" params={{ section: one.section }} hash={one.key} className={classes.link} data-stop="">
                <span className={classes.place}>
                  <span>{one.name}</span>
                  {one.key ? <span className={classes.page}>{one.page}</span> : null}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        children
      )}
    </>
  );
}
