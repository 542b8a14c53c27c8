/** The one script a site embeds. It finds its own tag, draws the button, and brings the window when it is wanted. */
import { drawLauncher } from './launcher';
import type { Call, Config, Site, Ui } from './site';

interface Api {
  (...call: Call): unknown;
  q?: ArrayLike<unknown>[];
  loaded?: boolean;
}

declare global {
  interface Window {
    otklik?: Api;
  }
}

const QUIET = /^(on|off|set|identify|hide|show|close|reset|greet)$/;

function languageOf(wanted: string): Site['lang'] {
  return /^(ru|be|kk|ky|uz|tg|hy)\b/i.test(wanted) ? 'ru' : 'en';
}

/** The script may be copied by a tag manager, where no current script is known. */
function findTag(): HTMLScriptElement | null {
  const current = document.currentScript;
  if (current instanceof HTMLScriptElement && current.dataset['key']) return current;
  return document.querySelector('script[data-key][src*="/widget/loader.js"]');
}

function hasSession(key: string): boolean {
  try {
    return /"token":"\w|"wait"/.test(localStorage.getItem(`otklik:${key}`) ?? '');
  } catch {
    return false;
  }
}

async function readConfig(base: string, key: string): Promise<Config> {
  const answer = await fetch(`${base}/widget/v1/config?key=${key}`, { credentials: 'omit' });
  if (!answer.ok) throw new Error(`otklik: ${answer.status}`);
  return (await answer.json()) as Config;
}

/** Stay on the page when a single-page site swaps what is in it. */
function settle(host: HTMLElement) {
  const page = document.documentElement;
  let left = 100;
  const place = () => {
    if (!host.isConnected && left-- > 0) page.append(host);
  };
  place();
  new MutationObserver(place).observe(page, { childList: true });
}

function boot(tag: HTMLScriptElement, key: string) {
  const base = new URL(tag.src).origin;
  const calls: Call[] = [];
  let site: Site | undefined;
  let ui: ReturnType<Ui['start']> | undefined;
  let wanted = false;
  let coming = false;

  const bring = () => {
    wanted = true;
    if (!site || coming) return;
    coming = true;
    const known = site;
    import(/* @vite-ignore */ base + known.config[tag.dataset['mode'] === 'frame' ? 'frame' : 'ui']).then(
      (module: Ui) => {
        ui = module.start(known);
        for (const call of calls) ui(...call);
      },
      () => (coming = false),
    );
  };
  const conceal = () => site?.host.style.setProperty('display', 'none', 'important');
  const api: Api = (...call) => {
    if (ui) return ui(...call);
    calls.push(call);
    if (call[0] === 'hide') conceal();
    else if (call[0] === 'show') site?.host.style.removeProperty('display');
    else if (!QUIET.test(call[0])) bring();
    return undefined;
  };
  api.loaded = true;
  const early = window.otklik?.q ?? [];
  window.otklik = api;
  for (const call of early) api(...(Array.from(call) as Call));

  const show = (config: Config) => {
    const page = tag.dataset['mode'] === 'page';
    const chosen = config.language === 'auto' ? document.documentElement.lang || navigator.language : config.language;
    const lang = languageOf(tag.dataset['lang'] ?? chosen);
    const launcher = drawLauncher(lang, config, tag.nonce ?? '');
    const known: Site = { key, base, page, lang, config, ...launcher };
    site = known;
    const { button, host } = launcher;
    if (page) button.remove();
    button.addEventListener('pointerenter', bring);
    button.addEventListener('focus', bring);
    button.addEventListener('click', () => api('toggle'));
    if (calls.filter(([name]) => /^(hide|show)$/.test(name)).pop()?.[0] === 'hide') conceal();
    settle(host);
    if (page) api('open');
    else {
      if (wanted || hasSession(key)) bring();
      if (config.greetings) void import(/* @vite-ignore */ base + config.greetings).then((module: Ui) => module.start(known, api));
    }
  };
  void readConfig(base, key).then(show);
}

const tag = findTag();
const key = tag?.dataset['key'];
if (tag && key && !window.otklik?.loaded) boot(tag, key);
