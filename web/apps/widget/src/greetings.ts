/** Greetings that the chat shows by itself. Comes only where the company has written some; rules run here, in the browser. */
import type { Call, Greets, Site } from '../../loader/src/site';
import { asksForPrivacy, choose, QUIET_MS, visit, type Greeting, type Memory } from './deciding';
import css from './greetings.css?inline';

type Door = (...call: Call) => unknown;

interface Settings extends Greets {
  items: Greeting[];
  per_visit: number;
}

const TICK_MS = 1000;
const TALK_MS = 86_400_000;
const CLOSE = { ru: 'Не показывать приветствия', en: 'Do not show greetings' };
const PATH = 'M6 6l12 12M18 6L6 18';

function recall<T>(store: () => Storage, name: string, otherwise: T): T {
  try {
    return { ...otherwise, ...(JSON.parse(store().getItem(name) ?? '{}') as Partial<T>) };
  } catch {
    return otherwise;
  }
}

function keep(store: () => Storage, name: string, value: unknown) {
  try {
    store().setItem(name, JSON.stringify(value));
  } catch {
    return;
  }
}

function drop(store: () => Storage, name: string) {
  try {
    store().removeItem(name);
  } catch {
    return;
  }
}

const lasting = () => localStorage;
const passing = () => sessionStorage;

/** Whether the visitor is in a conversation of the last day: nobody is spoken to twice. */
function isTalking(key: string): boolean {
  const { messages } = recall<{ messages?: { at: string }[] }>(lasting, `otklik:${key}`, {});
  const last = messages?.at(-1);
  return last !== undefined && Date.now() - Date.parse(last.at) < TALK_MS;
}

function scrolled(): number {
  const { scrollHeight, clientHeight } = document.documentElement;
  return scrollHeight > clientHeight ? ((scrollY + clientHeight) / scrollHeight) * 100 : 100;
}

function drawClose() {
  const space = 'http://www.w3.org/2000/svg';
  const icon = document.createElementNS(space, 'svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', PATH);
  icon.append(path);
  return icon;
}

class Greeter {
  readonly #site: Site;
  readonly #door: Door;
  readonly #greetings: Greeting[];
  readonly #perVisit: number;
  readonly #consent: boolean;
  readonly #name: string;
  #memory: Memory;
  #page = location.href;
  #since = performance.now();
  #deepest = 0;
  #card: HTMLElement | undefined;
  #open = false;

  constructor(site: Site, door: Door, greetings: Greeting[], perVisit: number, consent: boolean) {
    this.#consent = consent;
    this.#site = site;
    this.#door = door;
    this.#greetings = greetings;
    this.#perVisit = perVisit;
    this.#name = `otklik:${site.key}:greetings`;
    this.#memory = visit(recall(lasting, this.#name, { visits: 0, last: 0, shown: {}, quiet: 0 }), Date.now());
    keep(lasting, this.#name, this.#memory);
    site.style(css);
    door('on', 'open', () => this.#turn(true));
    door('on', 'close', () => this.#turn(false));
    document.addEventListener('mouseout', (event) => !event.relatedTarget && event.clientY <= 0 && this.#look(true));
    setInterval(() => this.#look(false), TICK_MS);
  }

  #turn(open: boolean) {
    this.#open = open;
    if (open) this.#remove();
  }

  #look(leaving: boolean) {
    const now = Date.now();
    if (this.#page !== location.href) {
      this.#page = location.href;
      this.#since = performance.now();
      this.#deepest = 0;
    }
    this.#deepest = Math.max(this.#deepest, scrolled());
    const { key, config, host } = this.#site;
    const shown = recall(passing, this.#name, { count: 0 }).count;
    if (this.#consent && !this.#site.agrees?.()) {
      this.#forget();
      return;
    }
    const busy = this.#open || this.#card !== undefined || document.visibilityState !== 'visible' || host.style.display === 'none';
    if (busy || shown >= this.#perVisit || isTalking(key)) return;
    // Another tab may have shown one, or been told to be quiet.
    this.#memory = { ...this.#memory, ...recall(lasting, this.#name, this.#memory) };
    const scene = { href: this.#page, seconds: (performance.now() - this.#since) / 1000, scroll: this.#deepest, leaving, visits: this.#memory.visits, online: config.online };
    const greeting = choose(this.#greetings, scene, this.#memory, now);
    if (greeting) this.#show(greeting, shown);
  }

  #remember(change: Partial<Memory>) {
    this.#memory = { ...this.#memory, ...change, last: Date.now() };
    keep(lasting, this.#name, this.#memory);
  }

  #show(greeting: Greeting, before: number) {
    keep(passing, this.#name, { count: before + 1 });
    this.#remember({ shown: { ...this.#memory.shown, [greeting.id]: Date.now() } });
    const { lang, root } = this.#site;
    const words = document.createElement('button');
    const close = document.createElement('button');
    const card = document.createElement('aside');
    words.textContent = greeting[lang];
    words.addEventListener('click', () => {
      this.#tell(greeting, 'opened');
      this.#door('open');
    });
    close.className = 'quiet';
    close.ariaLabel = close.title = CLOSE[lang];
    close.append(drawClose());
    close.addEventListener('click', () => {
      this.#remember({ quiet: Date.now() + QUIET_MS });
      this.#door('greet', null);
      this.#remove();
    });
    card.className = 'greet';
    card.lang = lang;
    card.setAttribute('role', 'status');
    card.append(words, close);
    this.#card = card;
    root.append(card);
    this.#door('greet', { id: greeting.id, text: greeting[lang] });
    this.#tell(greeting, 'shown');
  }

  /** The consent was taken back: nothing of the visits stays here, and nothing is counted until it is given again. */
  #forget() {
    this.#remove();
    this.#memory = { visits: 0, last: 0, shown: {}, quiet: this.#memory.quiet };
    for (const store of [lasting, passing]) drop(store, this.#name);
  }

  #remove() {
    this.#card?.remove();
    this.#card = undefined;
  }

  #tell({ id }: Greeting, what: string) {
    const { base, key } = this.#site;
    fetch(`${base}/widget/v1/greetings/${id}/${what}?key=${key}`, { method: 'POST', credentials: 'omit', keepalive: true }).catch(() => undefined);
  }
}

/** Begin to look, once nothing speaks against it; a page of a single-page site counts as a page. Nothing is kept before. */
export function start(site: Site, door: Door) {
  const { items, per_visit, dnt, consent } = site.config.greets as Settings;
  if (dnt && asksForPrivacy(navigator)) return;
  const begin = () => {
    if (consent && !site.agrees?.()) return;
    clearInterval(waiting);
    new Greeter(site, door, items, per_visit, consent);
  };
  const waiting = setInterval(begin, TICK_MS);
  begin();
}
