/** `data-mode="frame"`, our side: the window on a page of our host. It takes orders from the allowed site around it. */
import { drawLauncher } from '../../loader/src/launcher';
import type { Config as Look } from '../../loader/src/site';
import { start } from './main';
import { matches } from './sites';
import type { Config, Identity, Lang } from './types';

interface Order {
  call?: string;
  values?: unknown[];
  /** The site has a token to ask for. */
  asks?: boolean;
  answer?: number;
  token?: string;
}

/** What a site may order; everything that would bring words of the conversation out is not among it. */
const ORDERS = new Set(['open', 'close', 'toggle', 'identify', 'set', 'message', 'prefill', 'startConversation', 'reset', 'hide', 'show', 'greet']);

const page = document.documentElement.dataset;
const key = page['key'] ?? '';
const lang = (document.documentElement.lang === 'ru' ? 'ru' : 'en') satisfies Lang;
const sites = (page['sites'] ?? '').split(' ');

async function readConfig(): Promise<Look & Config> {
  const answer = await fetch(`/widget/v1/config?key=${encodeURIComponent(key)}`, { credentials: 'omit' });
  if (!answer.ok) throw new Error(`otklik: ${answer.status}`);
  return { ...((await answer.json()) as Look & Config), theme: page['theme'] ?? 'auto' };
}

function serve(port: MessagePort, config: Look & Config) {
  const waiting = new Map<number, (token: string) => void>();
  const launcher = drawLauncher(lang, config, '');
  launcher.button.remove();
  const unread = (count: number) => port.postMessage({ unread: count });
  const act = start({ key, base: location.origin, page: false, lang, config, ...launcher, unread });
  let asked = 0;
  const ask = () =>
    new Promise<string>((resolve) => {
      asked += 1;
      waiting.set(asked, resolve);
      port.postMessage({ ask: asked });
    });
  for (const event of ['opened', 'closed', 'unread', 'identity', 'rated']) act('on', event, (detail: unknown) => port.postMessage({ event, detail }));
  act('on', 'message', ({ from }: { from: string }) => port.postMessage({ event: 'message', detail: { from } }));
  port.onmessage = ({ data }: MessageEvent<Order>) => {
    if (data.answer !== undefined) {
      waiting.get(data.answer)?.(data.token ?? '');
      waiting.delete(data.answer);
    } else if (data.call && ORDERS.has(data.call)) {
      const identity = data.asks ? [{ ...(data.values?.[0] as Identity), token: ask }] : data.values;
      act(data.call, ...(identity ?? []));
    }
  };
  document.body.append(launcher.host);
}

let line: MessagePort | undefined;

/** One line, from the page right around us, if it is one of the chat's own sites. */
addEventListener('message', ({ data, source, origin, ports }: MessageEvent<{ otklik?: string } | null>) => {
  const [port] = ports;
  if (line || !port || source !== parent || data?.otklik !== 'line' || !matches(sites, origin)) return;
  line = port;
  void readConfig().then((config) => serve(port, config));
});
