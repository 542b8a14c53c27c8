/** What the page tells of itself: addresses without query or fragment, and the campaign marks once. */
import type { Call } from './api';

const CAMPAIGN = /^(utm_(source|medium|campaign|content|term)|gclid|yclid)$/;

const bare = (address: string) => address.replace(/[?#].*$/, '');

export const describePage = () => ({
  url: bare(location.href),
  title: document.title.slice(0, 200),
  referrer: bare(document.referrer),
});

export function describeEntry() {
  const marks = [...new URLSearchParams(location.search)].filter(([name]) => CAMPAIGN.test(name));
  const utm = Object.fromEntries(marks.map(([name, value]) => [name, value.slice(0, 200)]));
  return marks.length > 0 ? { kind: 'utm', ref: utm['utm_source'] ?? '', utm } : null;
}

const LOOK_MS = 2000;

/** Tell when a single-page site has gone to another page: by looking, because sites change their address in many ways. */
export function watchPage(call: Call) {
  let known = bare(location.href);
  setInterval(() => {
    const { url } = describePage();
    if (url === known || document.hidden) return;
    known = url;
    call('POST', 'page', describePage()).catch(() => undefined);
  }, LOOK_MS);
}
