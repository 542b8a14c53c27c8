/**
 * Holds our narrowed shapes to the generated description of the server: a field that appears, goes or is renamed
 * there stops the type check here. The description knows closed sets only as strings; our shapes name their members.
 */
import type { components } from '../schema';
import type { Capabilities, Identity } from './contacts';
import type { Attachment, Conversation, ConversationRow, Counts, Delivery, Draft, DraftBrief, DraftMark, Mail, Mark, Message, MessageButton, Upload } from './conversations';
import type { Operator, Preferences, Session, Team } from './people';

type Schemas = components['schemas'];
/** Names on one side only. */
type Drift<Ours, Theirs> = Exclude<keyof Ours, keyof Theirs> | Exclude<keyof Theirs, keyof Ours>;

interface Pairs {
  attachment: Drift<Attachment, Schemas['Attachment']>;
  button: Drift<MessageButton, Schemas['Button']>;
  capabilities: Drift<Capabilities, Schemas['CapabilitiesOut']>;
  conversation: Drift<Conversation, Schemas['Conversation']>;
  conversationRow: Drift<ConversationRow, Schemas['ConversationRow']>;
  counts: Drift<Counts, Schemas['Counts']>;
  delivery: Drift<Delivery, Schemas['Delivery']>;
  draft: Drift<Draft, Schemas['Draft']>;
  draftBrief: Drift<DraftBrief, Schemas['DraftBrief']>;
  draftMark: Drift<DraftMark, Schemas['DraftMark']>;
  identity: Drift<Identity, Schemas['Identity']>;
  mail: Drift<Mail, Schemas['Mail']>;
  mark: Drift<Mark, Schemas['Mark']>;
  message: Drift<Message, Schemas['Message']>;
  operator: Drift<Operator, Schemas['Operator']>;
  preferences: Drift<Preferences, Schemas['Preferences']>;
  session: Drift<Session, Schemas['Session']>;
  team: Drift<Team, Schemas['Team']>;
  upload: Drift<Upload, Schemas['Upload']>;
}

type Holds<Differences extends Record<keyof Pairs, never>> = Differences;

/** Fails to compile, naming the shape and the field, when the two have parted. */
export type Contract = Holds<Pairs>;
