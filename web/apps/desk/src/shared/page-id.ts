/** Which open page writes: the same over a reload, another one in another tab or on another device. */
import { uuid7 } from '@otklik/api';

const NAME = 'otklik.page';

/** Left behind only while no page lives, so that a reload finds it and the copy of a living tab does not. */
function makePageId(): string {
  try {
    const known = sessionStorage.getItem(NAME) ?? uuid7();
    const take = () => sessionStorage.removeItem(NAME);
    take();
    window.addEventListener('pagehide', () => sessionStorage.setItem(NAME, known));
    window.addEventListener('pageshow', take);
    return known;
  } catch {
    return uuid7();
  }
}

export const pageId = makePageId();
