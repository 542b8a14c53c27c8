/** The pages of settings. To add one: a line here, a lazy component, its name in both languages. */
import { IconAlertTriangle, IconBell, IconBinaryTree, IconBolt, IconBuilding, IconChecklist, IconCoffee, IconFileSettings, IconForms, IconHeartbeat, IconHistory, IconKey, IconKeyboard, IconListDetails, IconLogin2, IconPlug, IconServer2, IconShieldCheck, IconTags, IconTemplate, IconUserCircle, IconUserShield, IconUsers, IconUsersGroup, type Icon } from '@tabler/icons-react';
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
  { id: 'account', icon: IconUserShield, page: lazy(() => import('./account/account-page')) },
  { id: 'notifications', icon: IconBell, page: lazy(() => import('./notifications/notifications-page')) },
  { id: 'keys', icon: IconKeyboard, page: lazy(() => import('./keys/keys-page')) },
  { id: 'canned', icon: IconTemplate, page: lazy(() => import('./canned/canned-page')) },
  { id: 'macros', icon: IconBolt, page: lazy(() => import('./macros/macros-page')) },
  { id: 'inboxes', icon: IconPlug, permission: 'inboxes.manage', page: lazy(() => import('./inboxes/inboxes-page')) },
  { id: 'health', icon: IconHeartbeat, permission: 'inboxes.manage', page: lazy(() => import('./health/health-page')) },
  { id: 'people', icon: IconUsers, permission: 'operators.manage', page: lazy(() => import('./people/people-page')) },
  { id: 'roles', icon: IconShieldCheck, permission: 'operators.manage', page: lazy(() => import('./roles/roles-page')) },
  { id: 'sso', icon: IconLogin2, permission: 'workspace.manage', page: lazy(() => import('./sso/sso-page')) },
  { id: 'teams', icon: IconUsersGroup, permission: 'teams.manage', page: lazy(() => import('./teams/teams-page')) },
  { id: 'tags', icon: IconTags, permission: 'labels.manage', page: lazy(() => import('./labels/tags-page')) },
  { id: 'reasons', icon: IconChecklist, permission: 'labels.manage', page: lazy(() => import('./labels/reasons-page')) },
  { id: 'topics', icon: IconBinaryTree, permission: 'labels.manage', page: lazy(() => import('./labels/topics-page')) },
  { id: 'talkFields', icon: IconListDetails, permission: 'labels.manage', page: lazy(() => import('./labels/talk-fields-page')) },
  { id: 'attributes', icon: IconForms, permission: 'workspace.manage', page: lazy(() => import('./attributes/attributes-page')) },
  { id: 'presence', icon: IconCoffee, permission: 'workspace.manage', page: lazy(() => import('./presence/presence-page')) },
  { id: 'company', icon: IconBuilding, permission: 'workspace.manage', page: lazy(() => import('./company/company-page')) },
  { id: 'file', icon: IconFileSettings, permission: 'workspace.manage', page: lazy(() => import('./file/file-page')) },
  { id: 'deliveries', icon: IconAlertTriangle, permission: 'delivery.repair', page: lazy(() => import('./deliveries/deliveries-page')) },
  { id: 'system', icon: IconServer2, permission: 'workspace.manage', page: lazy(() => import('./system/system-page')) },
  { id: 'tokens', icon: IconKey, permission: 'tokens.manage', page: lazy(() => import('./tokens/tokens-page')) },
  { id: 'audit', icon: IconHistory, permission: 'audit.view', page: lazy(() => import('./audit/audit-page')) },
] as const satisfies readonly SettingsSection[];

export type SectionId = (typeof sections)[number]['id'];
