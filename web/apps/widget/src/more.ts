/** What a visitor does not need at first comes when it is needed: files, introduction, polling, acts on messages. */
import type { Chat } from './chat';

type More = typeof import('./extras');

let more: More | undefined;
let coming: Promise<More> | undefined;

/** Fetch the rest of the window, once; a failed attempt may be made again. */
export function bringRest({ style }: Chat['site']): Promise<More> {
  return (coming ??= import('./extras').then(
    (module) => {
      style(module.css);
      return (more = module);
    },
    (error: unknown) => {
      coming = undefined;
      throw error;
    },
  ));
}

/** The rest of the window if it is here; otherwise it is fetched and the window is drawn again. */
export function theRest(chat: Chat): More | undefined {
  if (!coming) bringRest(chat.site).then(() => chat.update({}, false), () => undefined);
  return more;
}

/** A part that comes once it is asked for; the window is drawn again when it is here. */
function onDemand<Part extends { css: string }>(load: () => Promise<Part>) {
  let part: Part | undefined;
  let coming = false;
  return (chat: Chat) => {
    if (!coming) {
      coming = true;
      load().then(
        (module) => {
          chat.site.style(module.css);
          part = module;
          chat.update({}, false);
        },
        () => (coming = false),
      );
    }
    return part;
  };
}

/** What asks for a rating, fetched when there is something to rate. */
export const theRating = onDemand(() => import('./rating'));

/** What calls the desk, fetched where calls are taken. */
export const theCalls = onDemand(() => import('./calls'));
