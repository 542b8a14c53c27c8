/** Which open page writes: the same over a reload, another one in another tab or on another device. */
import { uuid7 } from '@otklik/api';

const NAME = 'otklik.page';

function makePageId(): string {
  try {
    const known = sessionStorage.getItem(NAME) ?? uuid7();
    sessionStorage.setItem(NAME, known);
    return known;
  } catch {
    return uuid7();
  }
}

export const pageId = makePageId();
