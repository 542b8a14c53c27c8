/** The chat itself: what is known, and every act of the visitor. */
import { makeCall, Refused } from './api';
import { backoff } from './backoff';
import type { Line } from './leader';
import { pendingOf, type Draft } from './pending';
import { forget, isForgotten, nothing, readStored, writeStored, type Stored } from './stored';
import { isPending, isSettled, lastSeq, merge, unreadAfter } from './stream';
import type { Frame, Identity, Message, Profile, Queue, Ratable, Session, Shown, Site } from './types';

type Talk = typeof import('./talk');

const TYPING_MS = 6000;
const TYPING_EVERY_MS = 3000;
const PEEK_EVERY_MS = 1500;
const READ_DELAY_MS = 400;
const PEEK_MAX = 500;

export interface State extends Stored {
  open: boolean;
  down: boolean;
  online: boolean;
  opens: string | null;
  operator: string;
  photo: string;
  rating: Ratable | null;
  queue: Queue | null;
  typing: string;
  /** Why the site's word for the visitor was not taken. */
  refused: string;
}

type Timer = ReturnType<typeof setTimeout> | undefined;
type Listener = (detail: unknown) => void;

export class Chat {
  readonly state: State;
  readonly call;
  readonly #name: string;
  #outbox: InstanceType<Talk['Outbox']> | undefined;
  #listeners: [string, Listener][] = [];
  #line: Line<Frame> | undefined;
  #opening: Promise<void> | undefined;
  /** Grows when the person leaves or the session becomes another: an answer from before is nobody's any more. */
  #era = 0;
  #identity: Identity | undefined;
  #fresh = false;
  #watched = false;
  #failures = 0;
  #typingTimer: Timer;
  #readTimer: Timer;
  #typedAt = 0;
  #typedTimer: Timer;

  readonly #changed: () => void;

  constructor(
    readonly site: Site,
    changed: () => void,
  ) {
    this.#changed = changed;
    this.#name = `otklik:${site.key}`;
    this.state = { ...readStored(this.#name), open: false, down: false, online: site.config.online, opens: site.config.opens, operator: '', photo: '', rating: null, queue: null, typing: '', refused: '' };
    this.call = site.call ?? makeCall(site.base, () => this.state.token);
    addEventListener('storage', (event) => event.key === this.#name && this.#follow());
  }

  // What is known

  update(patch: Partial<State>, store = true) {
    Object.assign(this.state, patch);
    if (store) writeStored(this.#name, this.state);
    const { open, messages, read } = this.state;
    this.site.unread(open ? 0 : unreadAfter(messages, read));
    this.#changed();
  }

  learn(items: Shown[]) {
    const before = lastSeq(this.state.messages);
    const news = items.filter((item) => item.seq > before && item.from !== 'visitor');
    this.update({ messages: merge(this.state.messages, items), ...(news.length > 0 && { typing: '' }) });
    for (const { from, text } of news) this.emit('message', { from, text });
    if (news.length > 0) this.emit('unread', unreadAfter(this.state.messages, this.state.read));
  }

  readonly #hear = (frame: Frame) => {
    const { state } = this;
    if (frame.type === 'messages') this.learn(frame.items);
    else if (frame.type === 'read') this.update({ seen: Math.max(state.seen, frame.seq) });
    else if (frame.type === 'state') this.update({ online: frame.online, opens: frame.opens, operator: frame.operator?.name ?? '', photo: frame.operator?.avatar_url ?? '', rating: frame.rating ?? null, queue: frame.queue ?? null }, false);
    else if (frame.type === 'typing') this.#showTyping(frame.on ? frame.name || this.site.config.company : '');
    else if (frame.type !== 'pong') {
      this.update({ down: frame.type === 'down' }, false);
      if (!state.down) this.flush();
    }
  };

  #showTyping(typing: string) {
    this.update({ typing }, false);
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => this.update({ typing: '' }, false), TYPING_MS);
  }

  // The session and the line

  /** The session, made or renewed at most once per page. */
  ensure(): Promise<void> {
    if (this.#fresh) return Promise.resolve();
    const opening = (this.#opening ??= this.#open());
    const over = () => this.#opening === opening && (this.#opening = undefined);
    opening.then(over, over);
    return opening;
  }

  /** Send what waits; without a network the very means to send may still have to come. */
  readonly flush = () => {
    import('./talk').then(
      ({ Outbox }) => (this.#outbox ??= new Outbox(this)).flush(),
      () => setTimeout(this.flush, backoff((this.#failures += 1))),
    );
  };

  async #open() {
    const era = this.#era;
    const check = () => {
      if (era !== this.#era) throw new Error('left');
    };
    const talk = await import('./talk');
    const { key, lang } = this.site;
    const { token, user } = this.state;
    const identity = await talk.prove(this.#identity);
    const body = { key, locale: lang, page: talk.describePage(), entry: talk.describeEntry(), ...(token && { token }), ...(identity && { identity }) };
    const said = await this.call<Session>('POST', 'session', body);
    check();
    const same = token === said.token;
    const other = user && user !== said.user_id;
    if (!same) this.pause();
    this.#fresh = true;
    // Only now: what the visitor wrote while the session was being made is among them.
    const { messages, profile } = this.state;
    this.update({
      token: said.token,
      user: said.user_id,
      refused: '',
      seen: said.operator_seen_seq,
      rating: said.rating,
      messages: merge(same ? messages : other ? [] : messages.filter(isPending), said.messages),
      ...(said.user_id && { profile: { ...(!other && profile), ...talk.filled(said.profile) } }),
    });
    // What the visitor told an earlier session of theirs is told to the new one; the server keeps it for the proved.
    if (!same && !said.user_id && Object.keys(profile).length > 0) await this.call('POST', 'profile', profile).catch(() => undefined);
    check();
    if (said.user_id !== user) this.emit('identity', { verified: Boolean(said.user_id), user_id: said.user_id });
    this.#connect(talk);
  }

  /** Take the site's word for who this is, once the server has checked it. */
  async identify(identity: Identity) {
    await this.#opening?.catch(() => undefined);
    this.#identity = identity;
    this.#fresh = false;
    if (!this.state.token && !this.state.open) return;
    await this.ensure().catch((error: unknown) => this.#doubt(error));
  }

  /** Say that nobody is vouched for; a network's fault says nothing of that kind. */
  #doubt(error: unknown) {
    if (!(error instanceof Refused) || error.status !== 403) {
      this.resume();
      return;
    }
    this.update({ refused: error.reason || error.message }, false);
    this.emit('identity', { verified: false, reason: this.state.refused });
    this.#identity = undefined;
    this.resume();
  }

  /** Whether this visitor may not write, because the site vouches for nobody here. */
  get barred() {
    return this.site.config.verified_only && !this.state.user;
  }

  /** What is asked beside the question of whoever begins while nobody is there. */
  get left() {
    const { online, messages, profile } = this.state;
    return !online && !messages.length && profile.email === undefined ? (this.site.config.away ?? null) : null;
  }

  #connect({ elect, Live, watchPage }: Talk) {
    if (this.site.call) return;
    if (!this.#line && !this.#watched) watchPage(this.call);
    this.#watched = true;
    const hear = (frame: Frame) => {
      this.#hear(frame);
      this.#line?.tell(frame);
    };
    const lead = () => {
      const { site, state, call, after, lost } = this;
      const live = new Live({ site, state, call, after, lost, hear });
      return () => live.close();
    };
    this.#line ??= elect(this.#name, lead, this.#hear);
  }

  readonly after = () => lastSeq(this.state.messages);

  readonly lost = () => {
    if (readStored(this.#name).token !== this.state.token) this.#follow();
    else {
      this.drop();
      this.flush();
    }
  };

  /** Let go of the line; the page may be put away, or the session is over. */
  readonly pause = () => {
    this.#line?.stop();
    this.#line = undefined;
    this.#fresh = false;
  };

  readonly resume = () => {
    const { token, messages, open } = this.state;
    const due = this.#identity ? open || messages.some(isPending) : !this.barred && messages.some(isPending);
    if (!token && !due) return;
    const later = () => setTimeout(this.resume, backoff((this.#failures += 1)));
    this.ensure().then(this.flush, later);
  };

  drop() {
    this.pause();
    this.update({ token: '' });
  }

  /** Another tab began, changed or ended the session. */
  #follow() {
    const { token, messages, ...rest } = readStored(this.#name);
    if (token === this.state.token) {
      this.#share({ token, messages, ...rest });
      return;
    }
    this.#part();
    // What was written here goes on waiting, unless the person has left or is another one.
    const mine = isForgotten(this.#name) || (this.state.user && rest.user !== this.state.user) ? [] : this.state.messages.filter(isPending);
    this.update({ ...rest, token, messages: [...messages.filter(isSettled), ...mine] }, false);
    this.resume();
  }

  /** Another tab of the same session has written down more: what only grows is taken over, so that neither writes over the other's. */
  #share({ messages, read, seen, profile }: Stored) {
    const { state } = this;
    const known = new Set(state.messages.map((message) => message.client_id));
    const theirs = messages.filter(({ wait, client_id }) => wait && !wait.fault && !known.has(client_id));
    this.update({ read: Math.max(state.read, read), seen: Math.max(state.seen, seen), profile: { ...state.profile, ...profile }, messages: [...state.messages, ...theirs] }, false);
  }

  /** Let go of the session as well as of the line. */
  #part() {
    this.#era += 1;
    this.#opening = undefined;
    this.pause();
  }

  // What the visitor does

  send(draft: Draft) {
    const { greeting } = this.site;
    this.site.greeting = null;
    this.update({ messages: [...this.state.messages, pendingOf({ ...draft, greeting })] });
    this.flush();
  }

  /** Post what the outbox made of a pending message. */
  async post(pending: Shown, body: object) {
    await this.ensure();
    const said = await this.call<Pick<Message, 'id' | 'seq' | 'at'>>('POST', 'messages', body);
    if (this.#has(pending)) this.learn([{ ...pending, ...said, status: 'sent', wait: undefined }]);
  }

  replace(from: Shown, to?: Shown) {
    const others = this.state.messages.flatMap((message) => (message.client_id === from.client_id ? (to ?? []) : message));
    this.update({ messages: others });
  }

  async edit(message: Shown, text: string) {
    const said = await this.call<Message>('PATCH', `messages/${message.id}`, { text });
    if (this.#has(message)) this.learn([said]);
  }

  /** Whether a message still stands here: the person may have left meanwhile. */
  #has({ client_id, id }: Shown) {
    return this.state.messages.some((one) => (id ? one.id === id : one.client_id === client_id));
  }

  /** Say that something is being written; the last of several words in a row is said as well. */
  typed(text: string) {
    clearTimeout(this.#typedTimer);
    const say = () => {
      this.#typedAt = Date.now();
      const seen = this.site.config.peeks && { text: text.slice(-PEEK_MAX) };
      this.call('POST', 'typing', { on: text !== '', ...seen }).catch(() => undefined);
    };
    const every = this.site.config.peeks ? PEEK_EVERY_MS : TYPING_EVERY_MS;
    if (this.state.token) this.#typedTimer = setTimeout(say, Math.max(0, this.#typedAt + every - Date.now()));
  }

  /** Everything on the screen has been seen. */
  read() {
    const seq = lastSeq(this.state.messages);
    if (seq <= this.state.read || !this.state.token) return;
    this.update({ read: seq });
    clearTimeout(this.#readTimer);
    this.#readTimer = setTimeout(() => void this.call('POST', 'read', { seq }).catch(() => undefined), READ_DELAY_MS);
  }

  /** What the person, or the site for them, says of themselves; another address is another person. */
  async introduce(profile: Profile) {
    const known = this.state.profile.email;
    if (known && profile.email && known !== profile.email) this.reset();
    this.update({ profile: { ...this.state.profile, ...profile } });
    if (this.state.token) await this.call('POST', 'profile', profile);
  }

  show(open: boolean) {
    if (open === this.state.open) return;
    this.update({ open });
    this.emit(open ? 'opened' : 'closed');
    if (open && this.#identity && !this.#fresh) void this.identify(this.#identity);
  }

  on(event: string, listener: Listener) {
    this.#listeners.push([event, listener]);
  }

  /** Without a listener every one of the event goes. */
  off(event: string, listener?: Listener) {
    this.#listeners = this.#listeners.filter(([name, known]) => name !== event || (listener && known !== listener));
  }

  /** Tell the page; its faults are its own. */
  emit(event: string, detail?: unknown) {
    for (const [wanted, listener] of this.#listeners) if (wanted === event) setTimeout(listener, 0, detail);
  }

  /** The person left: nothing of them stays here, and the server forgets the session. */
  reset() {
    if (this.state.token) this.call('DELETE', 'session').catch(() => undefined);
    this.#part();
    this.#identity = undefined;
    forget(this.#name);
    this.update({ ...nothing(), operator: '', photo: '', rating: null, queue: null, typing: '', refused: '' }, false);
  }
}
