/** What a page may ask for by `otklik(word, …)` beside opening and closing; comes when a page asks. */
import type { Identity, Profile, Site } from './types';
import type { Ui } from './view/ui';

type Act = (ui: Ui, ...values: never[]) => unknown;
type Listener = (detail: unknown) => void;

/** Names of events that an earlier page may use. */
const EVENTS: Record<string, string> = { open: 'opened', close: 'closed' };
const eventOf = (name: string) => EVENTS[name] ?? name;

/** A proof makes the visitor known; the rest is what the site says of them, and proves nothing. */
async function identify({ chat }: Ui, { token, user_id, user_hash, name, email, phone }: Identity & Profile) {
  const claims = Object.fromEntries(Object.entries({ name, email, phone }).filter(([, value]) => value));
  if (token ?? user_hash) await chat.identify({ ...(token && { token }), ...(user_id && { user_id }), ...(user_hash && { user_hash }) });
  if (!token && Object.keys(claims).length > 0) await chat.introduce(claims);
}

/** Open the window with these words in the field, not sent; without any the field stays as it is. */
function write({ chat, composing }: Ui, text: string) {
  chat.site.host.style.removeProperty('display');
  chat.show(true);
  if (text) setTimeout(() => composing.write(text.slice(0, chat.site.config.limits.text)));
}

const ACTS: Record<string, Act> = {
  identify,
  set: ({ chat }, attributes: Record<string, unknown>) =>
    chat.introduce({ attributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, String(value)])) }),
  message: write,
  prefill: write,
  startConversation: (ui, text = '') => write(ui, text),
  on: ({ chat }, event: string, listener: Listener) => chat.on(eventOf(event), listener),
  off: ({ chat }, event: string, listener?: Listener) => chat.off(eventOf(event), listener),
  reset: ({ chat }) => chat.reset(),
  /** What the chat has said by itself on this page; nothing takes it back. */
  greet: ({ chat }, greeting: Site['greeting']) => {
    chat.site.greeting = greeting ?? null;
    chat.update({}, false);
  },
  /** The preview's own words: a few messages, and drawing what the configuration says now. */
  sample: ({ chat }) => chat.ensure(),
  redraw: ({ chat }) => chat.update({}, false),
  hide: ({ chat }) => {
    chat.show(false);
    chat.site.host.style.setProperty('display', 'none', 'important');
  },
  show: ({ chat }) => chat.site.host.style.removeProperty('display'),
};

export const COMMANDS = Object.keys(ACTS);

/** Do what the page asks for; an unknown word is passed over, so that a page may be newer or older than we are. */
export function call(ui: Ui, name: string, values: unknown[]): unknown {
  return Object.hasOwn(ACTS, name) ? ACTS[name]?.(ui, ...(values as never[])) : undefined;
}
