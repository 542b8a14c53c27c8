/** The way in: the loader calls `start` once and gets the function behind `otklik(...)`. */
import { h, render } from 'preact';
import { Chat } from './chat';
import { Composing } from './composing';
import { follow, makePanel, turn } from './panel';
import css from './style.css?inline';
import type { Profile, Site } from './types';
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

function acts({ chat, composing }: Ui): Record<string, (...values: never[]) => unknown> {
  const { style } = chat.site.host;
  const open = () => {
    style.removeProperty('display');
    chat.show(true);
  };
  const close = () => chat.show(false);
  return {
    open,
    close,
    toggle: () => (chat.state.open ? close() : open()),
    identify: ({ name, email, phone }: Profile) => chat.introduce({ name, email, phone }),
    set: (attributes: Profile['attributes']) => chat.introduce({ attributes }),
    prefill: (text: string) => {
      open();
      setTimeout(() => composing.write(text));
    },
    on: (event: string, listener: (detail: unknown) => void) => chat.on(event, listener),
    reset: () => chat.reset(),
    hide: () => {
      close();
      style.setProperty('display', 'none', 'important');
    },
  };
}

export function start(site: Site) {
  site.style(css);
  const draw = makeDraw(() => ui);
  const chat = new Chat(site, draw);
  const ui: Ui = { chat, composing: new Composing(chat, draw), say: words(site.lang) };
  const known = acts(ui);
  const view = window.visualViewport;
  addEventListener('pagehide', chat.pause);
  addEventListener('pageshow', ({ persisted }) => persisted && chat.resume());
  document.addEventListener('visibilitychange', draw);
  view?.addEventListener('resize', () => site.host.style.setProperty('--height', `${view.height}px`));
  chat.update({}, false);
  chat.resume();
  return (name: string, ...values: unknown[]) => known[name]?.(...(values as never[]));
}
