/** Shapes of the wire: what an operator is told of, by what, and the browsers that take pushes. */

export type Happening = 'queue' | 'assigned' | 'reply' | 'mention' | 'offer' | 'task' | 'failed' | 'followed' | 'channel';

export type Tone = 'glass' | 'drop' | 'bell' | 'marimba' | 'knock' | 'horn';

/** A quarter of an hour after unseen news, each hour, or each day. */
export type MailPace = 'soon' | 'hourly' | 'daily';

export interface NoticeChannels {
  sound: boolean;
  toast: boolean;
  browser: boolean;
  push: boolean;
  mail: boolean;
  tone: Tone;
}

export interface WeekSpan {
  /** 1 is Monday. */
  days: number[];
  start: string;
  end: string;
}

export interface NoticeChoices {
  matrix: Record<Happening, NoticeChannels>;
  volume: number;
  repeat: boolean;
  quiet: WeekSpan[];
  /** Empty: the company's. */
  time_zone: string;
  discreet: boolean;
  push_always: boolean;
  mail_pace: MailPace;
  /** The hour of the daily letter, such as 09:00. */
  mail_at: string;
}

export interface NotificationSettings {
  choices: NoticeChoices;
  company_time_zone: string;
  /** The installation has a mail server for its letters. */
  mail_ready: boolean;
}

export interface PushDevice {
  id: number;
  name: string;
  service: string;
  here: boolean;
  created_at: string;
  seen_at: string;
  sent_at: string | null;
}

/** News for me, in my language; what may not be heard or shown now is left out already. */
export interface Notice {
  happening: Happening;
  conversation_id: number;
  message_id: number | null;
  title: string;
  body: string;
  /** What may be shown outside the desk. */
  outside: { title: string; body: string };
  sound: Tone | null;
  toast: boolean;
  browser: boolean;
}
