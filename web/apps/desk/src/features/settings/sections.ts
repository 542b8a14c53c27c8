/** The pages of settings. To add one: a line here, a lazy component, its name in both languages. */
import { IconUserCircle, type Icon } from '@tabler/icons-react';
import { lazy, type ComponentType } from 'react';

export interface SettingsSection {
  id: string;
  icon: Icon;
  /** Who sees it; absent means everybody. */
  permission?: string;
  page: ComponentType;
}

export const sections = [
  { id: 'profile', icon: IconUserCircle, page: lazy(() => import('./profile/profile-page')) },
] as const satisfies readonly SettingsSection[];

export type SectionId = (typeof sections)[number]['id'];
