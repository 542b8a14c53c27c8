/**
 * Holds our narrowed shapes to the generated description of the server: a field that appears, goes or is renamed
 * there stops the type check here. The description knows closed sets only as strings; our shapes name their members.
 */
import type { components } from '../schema';
import type { BulkFailure, BulkRun } from './bulk';
import type { ButtonSketch, MessageButton } from './buttons';
import type { CannedBrief, CannedFile, CannedResponse, CannedVariant, InsertedResponse, RenderedResponse, UnresolvedVariable } from './canned';
import type { ClosingNeeds, ClosingReason, ConversationField, LinkedConversation, Topic } from './closing';
import type { Capabilities, ChannelFace, Consent, Contact, ContactAttribute, ContactFile, ContactNote, Identity, Rating, Visit } from './contacts';
import type { Attachment, Conversation, ConversationRow, Counts, Delivery, Held, Mail, Mark, Mention, Mentioned, MergedConversation, Message, SavedView, Tag, TakenBack, Upload } from './conversations';
import type { Draft, DraftBrief, DraftMark } from './drafts';
import type { ChannelTrouble, HealthReason, InboxHealth, InboxHealthDetail, LedgerEntry } from './health';
import type { Macro, MacroAction, MacroInsert, MacroPreview, MacroRun, MacroStep } from './macros';
import type { NoticeChannels, NoticeChoices, NotificationSettings, PushDevice, WeekSpan } from './notifications';
import type { ListGroup } from './lists';
import type { BreakReason, ListLook, Operator, Preferences, Session, Team } from './people';
import type { KnownSticker, OwnReaction, PinnedMessage, Poll } from './reactions';
import type { ContactHit, Found, FoundFile, FoundInConversation, MessageHit, Snippet } from './search';
import type { ConversationStart } from './letters';
import type { Task } from './tasks';
import type { ProviderTemplate, ProviderTemplates, TemplateChoice } from './templates';
import type { Call } from './calls';
import type { Offer, TransferTargets } from './transfers';

type Schemas = components['schemas'];
/** Names on one side only. */
type Drift<Ours, Theirs> = Exclude<keyof Ours, keyof Theirs> | Exclude<keyof Theirs, keyof Ours>;

interface Pairs {
  attachment: Drift<Attachment, Schemas['Attachment']>;
  bulkFailure: Drift<BulkFailure, Schemas['BulkFailure']>;
  bulkRun: Drift<BulkRun, Schemas['BulkRun']>;
  closingNeeds: Drift<ClosingNeeds, Schemas['ClosingNeeds']>;
  breakReason: Drift<BreakReason, Schemas['BreakReason']>;
  contactHit: Drift<ContactHit, Schemas['ContactHit']>;
  found: Drift<Found, Schemas['Found']>;
  foundFile: Drift<FoundFile, Schemas['FoundFile']>;
  foundInConversation: Drift<FoundInConversation, Schemas['FoundInConversation']>;
  messageHit: Drift<MessageHit, Schemas['MessageHit']>;
  snippet: Drift<Snippet, Schemas['Snippet']>;
  buttonSketch: Drift<ButtonSketch, Schemas['ButtonSketch']>;
  button: Drift<MessageButton, Schemas['Button']>;
  cannedBrief: Drift<CannedBrief, Schemas['CannedBrief']>;
  cannedFile: Drift<CannedFile, Schemas['CannedFile']>;
  cannedInserted: Drift<InsertedResponse, Schemas['InsertedResponse']>;
  cannedRendered: Drift<RenderedResponse, Schemas['RenderedResponse']>;
  cannedResponse: Drift<CannedResponse, Schemas['CannedResponse']>;
  cannedUnresolved: Drift<UnresolvedVariable, Schemas['Unresolved']>;
  cannedVariant: Drift<CannedVariant, Schemas['Variant']>;
  channelFace: Drift<ChannelFace, Schemas['ShownChannel']>;
  capabilities: Drift<Capabilities, Schemas['CapabilitiesOut']>;
  conversationField: Drift<ConversationField, Schemas['ConversationField']>;
  topic: Drift<Topic, Schemas['Topic']>;
  closingReason: Drift<ClosingReason, Schemas['ReasonOut']>;
  contact: Drift<Contact, Schemas['ContactOut']>;
  contactAttribute: Drift<ContactAttribute, Schemas['ContactAttribute']>;
  consent: Drift<Consent, Schemas['Consent']>;
  contactFile: Drift<ContactFile, Schemas['ContactFile']>;
  contactNote: Drift<ContactNote, Schemas['ContactNote']>;
  visit: Drift<Visit, Schemas['Visit']>;
  rating: Drift<Rating, Schemas['Rating']>;
  conversationStart: Drift<ConversationStart, Schemas['ConversationStart']>;
  conversation: Drift<Conversation, Schemas['Conversation']>;
  conversationRow: Drift<ConversationRow, Schemas['ConversationRow']>;
  counts: Drift<Counts, Schemas['Counts']>;
  delivery: Drift<Delivery, Schemas['Delivery']>;
  draft: Drift<Draft, Schemas['Draft']>;
  draftBrief: Drift<DraftBrief, Schemas['DraftBrief']>;
  draftMark: Drift<DraftMark, Schemas['DraftMark']>;
  channelTrouble: Drift<ChannelTrouble, Schemas['ChannelTrouble']>;
  healthReason: Drift<HealthReason, Schemas['HealthReason']>;
  held: Drift<Held, Schemas['Held']>;
  inboxHealth: Drift<InboxHealth, Schemas['InboxHealthOut']>;
  inboxHealthDetail: Drift<InboxHealthDetail, Schemas['InboxHealthDetail']>;
  ledgerEntry: Drift<LedgerEntry, Schemas['LedgerEntry']>;
  identity: Drift<Identity, Schemas['Identity']>;
  knownSticker: Drift<KnownSticker, Schemas['KnownSticker']>;
  macro: Drift<Macro, Schemas['Macro']>;
  macroAction: Drift<MacroAction, Schemas['MacroAction']>;
  macroInsert: Drift<MacroInsert, Schemas['MacroInsert']>;
  macroPreview: Drift<MacroPreview, Schemas['MacroPreview']>;
  macroRun: Drift<MacroRun, Schemas['MacroRun']>;
  macroStep: Drift<MacroStep, Schemas['MacroStep']>;
  mail: Drift<Mail, Schemas['Mail']>;
  listGroup: Drift<ListGroup, Schemas['ListGroup']>;
  listLook: Drift<ListLook, Schemas['ListLook']>;
  call: Drift<Call, Schemas['Call']>;
  mark: Drift<Mark, Schemas['Mark']>;
  mention: Drift<Mention, Schemas['Mention']>;
  mentioned: Drift<Mentioned, Schemas['Mentioned']>;
  merged: Drift<MergedConversation, Schemas['MergedConversation']>;
  message: Drift<Message, Schemas['Message']>;
  noticeChannels: Drift<NoticeChannels, Schemas['Channels']>;
  noticeChoices: Drift<NoticeChoices, Schemas['Choices']>;
  notificationSettings: Drift<NotificationSettings, Schemas['NotificationSettings']>;
  pushDevice: Drift<PushDevice, Schemas['Device']>;
  weekSpan: Drift<WeekSpan, Schemas['WeekSpan']>;
  offer: Drift<Offer, Schemas['Offer']>;
  operator: Drift<Operator, Schemas['Operator']>;
  ownReaction: Drift<OwnReaction, Schemas['OwnReaction']>;
  pinned: Drift<PinnedMessage, Schemas['PinnedMessage']>;
  poll: Drift<Poll, Schemas['Poll']>;
  preferences: Drift<Preferences, Schemas['Preferences']>;
  savedView: Drift<SavedView, Schemas['SavedView']>;
  session: Drift<Session, Schemas['Session']>;
  task: Drift<Task, Schemas['Task']>;
  linked: Drift<LinkedConversation, Schemas['LinkedConversation']>;
  tag: Drift<Tag, Schemas['TagOut']>;
  template: Drift<ProviderTemplate, Schemas['TemplateOut']>;
  templates: Drift<ProviderTemplates, Schemas['TemplatesOut']>;
  templateChoice: Drift<TemplateChoice, Schemas['TemplateChoice']>;
  takenBack: Drift<TakenBack, Schemas['TakenBack']>;
  team: Drift<Team, Schemas['Team']>;
  transferTargets: Drift<TransferTargets, Schemas['TransferTargets']>;
  upload: Drift<Upload, Schemas['Upload']>;
}

type Holds<Differences extends Record<keyof Pairs, never>> = Differences;

/** Fails to compile, naming the shape and the field, when the two have parted. */
export type Contract = Holds<Pairs>;
