/** The one script a site embeds. It finds its own tag, draws the button, and brings the window when it is wanted. */
import { drawLauncher } from './launcher';
import type { Call, Config, Given, Site, Ui } from './site';

interface Api {
  (...call: Call): unknown;
  q?: ArrayLike<unknown>[];
  loaded?: boolean;
}

declare global {
  interface Window {
    otklik?: Api;
  }
  const otklikGiven: Given | undefined;
  const otklikGreeter: Ui | undefined;
}

const given = typeof otklikGiven === 'undefined' ? undefined : otklikGiven;
const OURS = given ? `script[src*="/widget/loader/${given.key}.js"]` : 'script[data-key][src*="/widget/loader.js"]';
const QUIET = /^(on|off|set|identify|hide|show|close|reset|greet)$/;

function languageOf(wanted: string): Site['lang'] {
  return /^(ru|be|kk|ky|uz|tg|hy)\b/i.test(wanted) ? 'ru' : 'en';
}

/** The script may be copied by a tag manager, where no current script is known. */
function findTag(): HTMLScriptElement | null {
  const current = document.currentScript;
  return current instanceof HTMLScriptElement && current.matches(OURS) ? current : document.querySelector(OURS);
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
  let agrees = false;

  const bring = () => {
    wanted = true;
    if (!site || coming) return;
    coming = true;
    const known = site;
    // What came along with the loader may be a while old by now.
    const fresh = given?.config && readConfig(base, key).then((config) => Object.assign(known.config, config), () => undefined);
    Promise.all([import(/* @vite-ignore */ base + known.config[tag.dataset['mode'] === 'frame' ? 'frame' : 'ui']), fresh]).then(
      ([module]: [Ui, unknown]) => {
        ui = module.start(known);
        for (const call of calls) ui(...call);
      },
      () => (coming = false),
    );
  };
  const conceal = () => site?.host.style.setProperty('display', 'none', 'important');
  const api: Api = (...call) => {
    if (call[0] === 'consent') agrees = call[1] === true;
    else if (ui) return ui(...call);
    else wait(call);
    return undefined;
  };
  const wait = (call: Call) => {
    calls.push(call);
    if (call[0] === 'hide') conceal();
    else if (call[0] === 'show') site?.host.style.removeProperty('display');
    else if (!QUIET.test(call[0])) bring();
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
    const known: Site = { key, base, page, lang, config, agrees: () => agrees, ...launcher };
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
      if (config.greets) {
        if (typeof otklikGreeter === 'undefined') void import(/* @vite-ignore */ base + config.greetings).then((module: Ui) => module.start(known, api));
        else otklikGreeter.start(known, api);
      }
    }
  };
  if (given?.config) show(given.config);
  else void readConfig(base, key).then(show);
}

const tag = findTag();
const key = given?.key ?? tag?.dataset['key'];
if (tag && key && !window.otklik?.loaded) boot(tag, key);
