/** `data-mode="frame"`, the site's side: the window lives in a frame of our own host, where the site's scripts see nothing. */
import css from './frame.css?inline';
import type { Identity, Site } from './types';

type Listener = (detail: unknown) => void;
/** What the frame may say: never a word of the conversation. */
type Said = { event: string; detail?: unknown } | { unread: number } | { ask: number };

const EVENTS: Record<string, string> = { open: 'opened', close: 'closed' };
const eventOf = (name: string) => EVENTS[name] ?? name;
const TITLES = { ru: 'Чат', en: 'Chat' };

function makeFrame({ base, key, lang, host, root }: Site) {
  const frame = document.createElement('iframe');
  const theme = host.classList.contains('dark') ? 'dark' : 'light';
  frame.src = `${base}/chat/${encodeURIComponent(key)}/frame?lang=${lang}&theme=${theme}`;
  frame.title = TITLES[lang];
  frame.allow = 'microphone';
  frame.hidden = true;
  root.append(frame);
  return frame;
}

/** The loader brings the window again on the next page, for its count of unread. */
function remember(key: string, known: boolean) {
  try {
    if (known) localStorage.setItem(`otklik:${key}`, '"wait"');
    else localStorage.removeItem(`otklik:${key}`);
  } catch {
    return;
  }
}

class Outside {
  readonly #site: Site;
  readonly #frame: HTMLIFrameElement;
  #port: MessagePort | undefined;
  #waiting: unknown[] = [];
  #listeners: [string, Listener][] = [];
  #token: Identity['token'];
  #open = false;

  constructor(site: Site) {
    this.#site = site;
    this.#frame = makeFrame(site);
    // A frame that the page reloads gets a new line; only our own host can take it.
    this.#frame.addEventListener('load', () => this.#connect());
  }

  #connect() {
    const { port1, port2 } = new MessageChannel();
    this.#port?.close();
    this.#port = port1;
    port1.onmessage = ({ data }: MessageEvent<Said>) => this.#hear(data);
    this.#frame.contentWindow?.postMessage({ otklik: 'line' }, this.#site.base, [port2]);
    for (const word of this.#waiting) port1.postMessage(word);
    this.#waiting = [];
  }

  #say(word: unknown) {
    if (this.#port) this.#port.postMessage(word);
    else this.#waiting.push(word);
  }

  #hear(said: Said) {
    if ('unread' in said) this.#site.unread(said.unread);
    else if ('ask' in said) void this.#answer(said.ask);
    else {
      if (said.event === 'opened' || said.event === 'closed') this.#turn(said.event === 'opened');
      for (const [wanted, listener] of this.#listeners) if (wanted === said.event) setTimeout(listener, 0, said.detail);
    }
  }

  /** A token lives for an hour; the frame asks for one each time it is wanted. */
  async #answer(id: number) {
    const token = typeof this.#token === 'function' ? await Promise.resolve(this.#token()).catch(() => '') : (this.#token ?? '');
    this.#say({ answer: id, token });
  }

  #turn(open: boolean) {
    if (open === this.#open) return;
    this.#open = open;
    this.#frame.hidden = !open;
    this.#site.button.ariaExpanded = `${open}`;
    if (open) {
      remember(this.#site.key, true);
      this.#frame.focus();
    } else this.#site.button.focus();
  }

  #identify({ token, ...rest }: Identity) {
    this.#token = token;
    this.#say({ call: 'identify', values: [rest], ...(token && { asks: true }) });
  }

  readonly call = (name: string, ...values: unknown[]) => {
    const { host } = this.#site;
    const [first, second] = values as [string, Listener | undefined];
    if (name === 'on' && second) this.#listeners.push([eventOf(first), second]);
    else if (name === 'off') this.#listeners = this.#listeners.filter(([event, known]) => event !== eventOf(first) || (second && known !== second));
    else if (name === 'identify') this.#identify(values[0] as Identity);
    else {
      if (name === 'hide') host.style.setProperty('display', 'none', 'important');
      else if (!/^(close|set|reset|greet)$/.test(name)) host.style.removeProperty('display');
      if (name === 'reset') {
        this.#token = undefined;
        remember(this.#site.key, false);
      }
      this.#say({ call: name, values: structuredClone(values) });
    }
  };
}

export function start(site: Site) {
  site.style(css);
  return new Outside(site).call;
}
