/** The way in: the loader calls `start` once and gets the function behind `otklik(...)`. */
import { h, render } from 'preact';
import { Chat } from './chat';
import { Composing } from './composing';
import { follow, makePanel, turn } from './panel';
import css from './style.css?inline';
import type { Site } from './types';
import type { Ui } from './view/ui';
import { Window } from './view/window';
import { words } from './words';

/** Draw at most once per turn. */
function makeDraw(getUi: () => Ui) {
  let due = false;
  let panel: HTMLDialogElement | undefined;
  const draw = () => {
    due = false;
    const ui = getUi();
    panel ??= makePanel(ui);
    const settle = follow(panel, ui);
    if (ui.chat.state.open) render(<Window ui={ui} />, panel);
    if (ui.chat.state.open !== panel.open) turn(panel, ui);
    settle();
  };
  return () => {
    if (!due) queueMicrotask(draw);
    due = true;
  };
}

/** The function behind `otklik(...)`. The page's rarer words come in a file of their own; all keep their order. */
function makeDoor(ui: Ui) {
  const { chat } = ui;
  const show = (open: boolean) => {
    if (open) chat.site.host.style.removeProperty('display');
    chat.show(open);
  };
  const turns: Record<string, () => void> = { open: () => show(true), close: () => show(false), toggle: () => show(!chat.state.open) };
  let before: Promise<unknown> | undefined;
  return (name: string, ...values: unknown[]) => {
    const act = turns[name] ?? (() => import('./site-api').then((api) => api.call(ui, name, values)));
    if (!before && turns[name]) {
      turns[name]();
      return;
    }
    const mine = Promise.resolve(before).then(act).catch(() => undefined);
    before = mine;
    void mine.then(() => before === mine && (before = undefined));
  };
}

export function start(site: Site) {
  site.style(css);
  const draw = makeDraw(() => ui);
  const chat = new Chat(site, draw);
  const ui: Ui = { chat, composing: new Composing(chat, draw), say: words(site.lang) };
  const view = window.visualViewport;
  addEventListener('pagehide', chat.pause);
  addEventListener('pageshow', ({ persisted }) => persisted && chat.resume());
  document.addEventListener('visibilitychange', draw);
  view?.addEventListener('resize', () => site.host.style.setProperty('--height', `${view.height}px`));
  chat.update({}, false);
  chat.resume();
  return makeDoor(ui);
}
