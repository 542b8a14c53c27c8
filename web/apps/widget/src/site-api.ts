/** What a page may ask for by `otklik(word, …)` beside opening and closing; comes when a page asks. */
import type { Profile } from './types';
import type { Ui } from './view/ui';

type Act = (ui: Ui, ...values: never[]) => unknown;
type Listener = (detail: unknown) => void;

const ACTS: Record<string, Act> = {
  identify: ({ chat }, { name, email, phone }: Profile) => chat.introduce({ name, email, phone }),
  set: ({ chat }, attributes: Profile['attributes']) => chat.introduce({ attributes }),
  prefill: ({ chat, composing }, text: string) => {
    chat.show(true);
    setTimeout(() => composing.write(text));
  },
  on: ({ chat }, event: string, listener: Listener) => chat.on(event, listener),
  reset: ({ chat }) => chat.reset(),
  hide: ({ chat }) => {
    chat.show(false);
    chat.site.host.style.setProperty('display', 'none', 'important');
  },
};

/** Do what the page asks for; an unknown word is passed over, so that a page may be newer or older than we are. */
export function call(ui: Ui, name: string, values: unknown[]) {
  if (Object.hasOwn(ACTS, name)) ACTS[name]?.(ui, ...(values as never[]));
}
