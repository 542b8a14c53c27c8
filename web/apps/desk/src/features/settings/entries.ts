/** What can be found in settings by name: the name as its page shows it, other words for it, and the page. */
import { useTranslation } from 'react-i18next';
import { useSession } from '~/shared/session';
import { named } from './named';
import { sections, type SectionId, type SettingsSection } from './sections';

const namespaces = ['settings', 'account', 'admin', 'channels', 'canned', 'health', 'notifications', 'roles', 'sso', 'system', 'translation', 'blueprint'] as const;

export interface FoundSetting {
  section: SectionId;
  /** Stands in the address, so that the page can show the place; empty for the page itself. */
  key: string;
  name: string;
  page: string;
  words: string;
}

type Wide = SettingsSection & { id: SectionId };

/** The pages of settings I may open. */
export function useSections(): readonly Wide[] {
  const { permissions } = useSession();
  return (sections as readonly Wide[]).filter((one) => !one.permission || permissions.includes(one.permission));
}

/** Everything in settings that has a name, of the pages I may open: the pages first. */
export function useSettingsEntries(): FoundSetting[] {
  const { t } = useTranslation([...namespaces]);
  const say = t as (key: string) => string;
  const open = useSections();
  const pages = open.map(({ id }) => ({ section: id, key: '', name: say(`settings:sections.${id}`), page: say('settings:title'), words: say('settings:title') }));
  const places = named
    .filter((entry) => open.some((one) => one.id === entry.section))
    .map(({ section, name, also = [], words = () => '' }) => {
      const page = say(`settings:sections.${section}`);
      return { section, key: name, name: say(name), page, words: [page, ...also.map(say), words()].join(' ') };
    });
  return [...pages, ...places];
}
