/** What the page tells of itself: addresses without query or fragment, and the campaign marks once. */

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
