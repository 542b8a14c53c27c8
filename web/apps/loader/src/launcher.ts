/** The round button in the corner, in a shadow root that the site's own styles cannot reach. */
import css from './launcher.css?inline';
import type { Config, Site } from './site';

const BUBBLE = 'M12 4c5 0 9 3.3 9 7.5S17 19 12 19c-1 0-2-.1-2.9-.4L4 20.5l1.3-4C3.9 15.2 3 13.4 3 11.5 3 7.3 7 4 12 4z';

/** Styles without `style-src`: a constructed sheet; a nonced element where the browser has none. */
export function addStyle(root: ShadowRoot, css: string, nonce: string) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    const style = document.createElement('style');
    style.nonce = nonce;
    style.textContent = css;
    root.append(style);
  }
}

const night = matchMedia('(prefers-color-scheme: dark)');

/** Inline and important: the site's own !important rules lose. */
function armour(host: HTMLElement) {
  const rules = { all: 'initial', position: 'fixed', right: 0, bottom: 0, 'z-index': 2147483000 };
  for (const [name, value] of Object.entries(rules)) host.style.setProperty(name, `${value}`, 'important');
}

function dress(host: HTMLElement, { theme, colour, ink, dark, offset, position }: Config) {
  const isDark = theme === 'dark' || (theme !== 'light' && night.matches);
  const paint = isDark ? dark : { colour, ink };
  const rules = { accent: paint.colour, ink: paint.ink, x: `${offset[0]}px`, y: `${offset[1]}px` };
  for (const [name, value] of Object.entries(rules)) host.style.setProperty(`--${name}`, value);
  host.className = isDark ? `${position} dark` : position;
}

function drawIcon() {
  const space = 'http://www.w3.org/2000/svg';
  const icon = document.createElementNS(space, 'svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', BUBBLE);
  icon.append(path);
  return icon;
}

const LABELS = { ru: ['Открыть чат', 'непрочитанных'], en: ['Open chat', 'unread'] } as const;

/** Build the host element with its button, not yet on the page. */
export function drawLauncher(lang: Site['lang'], config: Config, nonce: string) {
  const host = document.createElement('otklik-chat');
  const root = host.attachShadow({ mode: 'open' });
  const button = document.createElement('button');
  const label = document.createElement('span');
  const badge = document.createElement('b');
  const [open, words] = LABELS[lang];
  let count = 0;
  const unread = (now: number) => {
    count = now;
    const seen = config.label[lang];
    badge.textContent = count > 99 ? '99+' : count > 0 ? `${count}` : '';
    label.textContent = seen;
    button.ariaLabel = `${seen && `${seen}. `}${open}${count > 0 ? `, ${words}: ${count}` : ''}`;
  };
  const paint = () => {
    dress(host, config);
    unread(count);
  };
  button.className = 'call';
  button.ariaHasPopup = 'dialog';
  button.append(drawIcon(), label, badge);
  const style = (css: string) => addStyle(root, css, nonce);
  style(css);
  armour(host);
  paint();
  night.addEventListener('change', paint);
  root.append(button);
  return { host, root, button, style, unread, paint };
}
