/** The settings that have a name of their own: the page, the translation that names it there, other words for it. */
import { channelFaces } from '@otklik/ui';
import type { SectionId } from './sections';

export interface NamedSetting {
  section: SectionId;
  /** The translation that names it on its page. */
  name: string;
  /** Translations with words it may be looked for by. */
  also?: readonly string[];
  /** Further words that no translation holds. */
  words?: () => string;
}

function channelWords(): string {
  return channelFaces().map(({ name, spellings }) => [name.ru, name.en, ...spellings].join(' ')).join(' ');
}

export const named: readonly NamedSetting[] = [
  { section: 'profile', name: 'settings:profile.language' },
  { section: 'profile', name: 'settings:profile.theme', also: ['settings:profile.look', 'settings:profile.themes.dark', 'settings:profile.themes.light'] },
  { section: 'profile', name: 'settings:profile.density', also: ['settings:profile.look', 'settings:profile.densities.compact', 'settings:profile.densities.large'] },
  { section: 'profile', name: 'settings:profile.mailSendKey', also: ['settings:profile.sendKeys.enter', 'settings:profile.sendKeys.ctrl_enter'] },
  { section: 'profile', name: 'settings:profile.sendKey', also: ['settings:profile.sendKeys.enter', 'settings:profile.sendKeys.ctrl_enter'] },
  { section: 'profile', name: 'settings:profile.undoSend', also: ['settings:profile.undoSendHint'] },
  { section: 'account', name: 'account:photo.title', also: ['account:photo.hint'] },
  { section: 'account', name: 'account:password.title', also: ['account:password.change'] },
  { section: 'account', name: 'account:factor.title', also: ['account:factor.hint', 'account:factor.codesTitle'] },
  { section: 'account', name: 'account:sso.title', also: ['account:sso.hint'] },
  { section: 'account', name: 'account:places.title', also: ['account:places.hint'] },
  { section: 'notifications', name: 'notifications:sound.volume', also: ['notifications:sound.test', 'notifications:matrix.tone'] },
  { section: 'notifications', name: 'notifications:sound.repeat' },
  { section: 'notifications', name: 'notifications:quiet.title', also: ['notifications:quiet.hint'] },
  { section: 'notifications', name: 'notifications:devices.title', also: ['notifications:matrix.push', 'notifications:devices.hint'] },
  { section: 'notifications', name: 'notifications:mail.title', also: ['notifications:mail.pace'] },
  { section: 'notifications', name: 'notifications:discreet' },
  { section: 'presence', name: 'admin:presence.away', also: ['admin:presence.awayHint'] },
  { section: 'presence', name: 'admin:presence.reasons', also: ['admin:presence.reasonsHint'] },
  { section: 'canned', name: 'canned:page.add' },
  { section: 'inboxes', name: 'channels:add', words: channelWords },
  { section: 'health', name: 'health:title', also: ['health:ledger.title', 'health:troubles.title', 'health:waiting', 'health:expires'] },
  { section: 'people', name: 'admin:people.invite', also: ['admin:people.inviteHint', 'admin:people.role', 'admin:roles.admin', 'admin:roles.operator'] },
  { section: 'people', name: 'admin:people.waiting' },
  { section: 'roles', name: 'roles:add', also: ['roles:hint', 'roles:rightsOf'] },
  { section: 'sso', name: 'sso:add', also: ['sso:hint', 'sso:domains', 'sso:groups'] },
  { section: 'sso', name: 'sso:policyLabel', also: ['sso:policyHint'] },
  { section: 'translation', name: 'translation:url', also: ['translation:hint', 'translation:title'] },
  { section: 'translation', name: 'translation:key' },
  { section: 'teams', name: 'admin:teams.new' },
  { section: 'tags', name: 'admin:tags.new' },
  { section: 'reasons', name: 'admin:reasons.required', also: ['admin:reasons.requiredHint'] },
  { section: 'reasons', name: 'admin:reasons.new' },
  { section: 'topics', name: 'admin:topics.required', also: ['admin:topics.requiredHint'] },
  { section: 'topics', name: 'admin:topics.new', also: ['admin:topics.hint'] },
  { section: 'talkFields', name: 'admin:talkFields.title', also: ['admin:talkFields.hint'] },
  { section: 'attributes', name: 'admin:attributes.new', also: ['admin:attributes.hint'] },
  { section: 'company', name: 'admin:company.name', also: ['admin:company.nameHint', 'admin:company.title'] },
  { section: 'company', name: 'admin:company.language', also: ['admin:company.languageHint'] },
  { section: 'company', name: 'admin:company.timeZone', also: ['admin:company.timeZoneHint'] },
  { section: 'company', name: 'admin:company.reopen', also: ['admin:company.reopenHint'] },
  { section: 'company', name: 'admin:twoFactor.policy', also: ['admin:twoFactor.hint'] },
  { section: 'company', name: 'admin:demo.title', also: ['admin:demo.hint'] },
  { section: 'file', name: 'blueprint:out', also: ['blueprint:outHint'] },
  { section: 'file', name: 'blueprint:in', also: ['blueprint:inHint'] },
  { section: 'deliveries', name: 'admin:deliveries.calls', also: ['admin:deliveries.callsHint'] },
  { section: 'deliveries', name: 'admin:deliveries.jobs', also: ['admin:deliveries.jobsHint'] },
  { section: 'system', name: 'system:tables', also: ['system:rows.database', 'system:rows.files'] },
  { section: 'system', name: 'system:backup', also: ['system:backupHint'] },
  { section: 'system', name: 'system:bundle', also: ['system:bundleHint'] },
  { section: 'system', name: 'system:licences', also: ['system:licence'] },
  { section: 'tokens', name: 'admin:tokens.new', also: ['admin:tokens.hint'] },
];
