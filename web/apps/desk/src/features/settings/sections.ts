/** The pages of settings. To add one: a line here, a lazy component, its name in both languages. */
import { IconAlertTriangle, IconBell, IconBinaryTree, IconBolt, IconBuilding, IconChecklist, IconCoffee, IconFileSettings, IconForms, IconHeartbeat, IconHistory, IconKey, IconKeyboard, IconListDetails, IconLanguage, IconLogin2, IconPlug, IconServer2, IconShieldCheck, IconTags, IconTemplate, IconUserCircle, IconUserShield, IconUsers, IconUsersGroup, type Icon } from '@tabler/icons-react';
import { lazy, type ComponentType } from 'react';

/** In which order the groups stand beside the pages. */
export const groups = ['mine', 'talks', 'channels', 'people', 'company'] as const;

export interface SettingsSection {
  id: string;
  group: (typeof groups)[number];
  icon: Icon;
  /** Who sees it; absent means everybody. */
  permission?: string;
  page: ComponentType;
}

export const sections = [
  { id: 'profile', group: 'mine', icon: IconUserCircle, page: lazy(() => import('./profile/profile-page')) },
  { id: 'account', group: 'mine', icon: IconUserShield, page: lazy(() => import('./account/account-page')) },
  { id: 'notifications', group: 'mine', icon: IconBell, page: lazy(() => import('./notifications/notifications-page')) },
  { id: 'keys', group: 'mine', icon: IconKeyboard, page: lazy(() => import('./keys/keys-page')) },
  { id: 'canned', group: 'talks', icon: IconTemplate, page: lazy(() => import('./canned/canned-page')) },
  { id: 'macros', group: 'talks', icon: IconBolt, page: lazy(() => import('./macros/macros-page')) },
  { id: 'tags', group: 'talks', icon: IconTags, permission: 'labels.manage', page: lazy(() => import('./labels/tags-page')) },
  { id: 'reasons', group: 'talks', icon: IconChecklist, permission: 'labels.manage', page: lazy(() => import('./labels/reasons-page')) },
  { id: 'topics', group: 'talks', icon: IconBinaryTree, permission: 'labels.manage', page: lazy(() => import('./labels/topics-page')) },
  { id: 'talkFields', group: 'talks', icon: IconListDetails, permission: 'labels.manage', page: lazy(() => import('./labels/talk-fields-page')) },
  { id: 'attributes', group: 'talks', icon: IconForms, permission: 'workspace.manage', page: lazy(() => import('./attributes/attributes-page')) },
  { id: 'inboxes', group: 'channels', icon: IconPlug, permission: 'inboxes.manage', page: lazy(() => import('./inboxes/inboxes-page')) },
  { id: 'health', group: 'channels', icon: IconHeartbeat, permission: 'inboxes.manage', page: lazy(() => import('./health/health-page')) },
  { id: 'deliveries', group: 'channels', icon: IconAlertTriangle, permission: 'delivery.repair', page: lazy(() => import('./deliveries/deliveries-page')) },
  { id: 'translation', group: 'channels', icon: IconLanguage, permission: 'workspace.manage', page: lazy(() => import('./translation/translation-page')) },
  { id: 'people', group: 'people', icon: IconUsers, permission: 'operators.manage', page: lazy(() => import('./people/people-page')) },
  { id: 'teams', group: 'people', icon: IconUsersGroup, permission: 'teams.manage', page: lazy(() => import('./teams/teams-page')) },
  { id: 'roles', group: 'people', icon: IconShieldCheck, permission: 'operators.manage', page: lazy(() => import('./roles/roles-page')) },
  { id: 'sso', group: 'people', icon: IconLogin2, permission: 'workspace.manage', page: lazy(() => import('./sso/sso-page')) },
  { id: 'presence', group: 'people', icon: IconCoffee, permission: 'workspace.manage', page: lazy(() => import('./presence/presence-page')) },
  { id: 'company', group: 'company', icon: IconBuilding, permission: 'workspace.manage', page: lazy(() => import('./company/company-page')) },
  { id: 'file', group: 'company', icon: IconFileSettings, permission: 'workspace.manage', page: lazy(() => import('./file/file-page')) },
  { id: 'system', group: 'company', icon: IconServer2, permission: 'workspace.manage', page: lazy(() => import('./system/system-page')) },
  { id: 'tokens', group: 'company', icon: IconKey, permission: 'tokens.manage', page: lazy(() => import('./tokens/tokens-page')) },
  { id: 'audit', group: 'company', icon: IconHistory, permission: 'audit.view', page: lazy(() => import('./audit/audit-page')) },
] as const satisfies readonly SettingsSection[];

export type SectionId = (typeof sections)[number]['id'];
