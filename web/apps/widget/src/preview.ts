/** The real window inside the settings of the desk: it draws what the form says now, and reaches no server. */
import { drawLauncher } from '../../loader/src/launcher';
import type { Config as Look } from '../../loader/src/site';
import { start } from './main';
import type { Config, Lang, Message, Site } from './types';

interface Draft {
  lang: Lang;
  config: Look & Config;
}

const SETTLE_MS = 200;

const SAMPLE: Record<Lang, [string, string, string]> = {
  ru: ['Здравствуйте! Привезёте завтра?', 'Да, с 10 до 18. Подойдёт?', 'Анна'],
  en: ['Hello! Can you deliver tomorrow?', 'Yes, from 10 to 18. Does it suit you?', 'Anna'],
};

function sampleOf(lang: Lang): Message[] {
  const at = new Date().toISOString();
  const [question, answer, name] = SAMPLE[lang];
  const blank = { at, marks: [], attachments: [], buttons: [], reply_to: null, edited: false, deleted: false, status: 'sent', via: null };
  return [
    { ...blank, id: 1, seq: 1, client_id: 'a', from: 'visitor', author: null, text: question },
    { ...blank, id: 2, seq: 2, client_id: null, from: 'operator', author: { name, avatar_url: null }, text: answer },
  ];
}

/** What the server would say. */
function answer(lang: Lang): NonNullable<Site['call']> {
  let seq = 2;
  return <T>(_: string, path: string, body?: unknown) => {
    const session = { token: 'preview', user_id: '', profile: {}, messages: sampleOf(lang), operator_seen_seq: 1, rating: { closing: 1, score: null, comment: '' } };
    seq += 1;
    if (path === 'rating') return Promise.resolve(body as T);
    return Promise.resolve((path === 'session' ? session : { id: seq, seq, at: new Date().toISOString() }) as T);
  };
}

let shown: { lang: Lang; config: Look & Config; paint: () => void; act: (name: string) => unknown; host: HTMLElement } | undefined;

function draw({ lang, config }: Draft) {
  shown?.host.remove();
  localStorage.removeItem('otklik:preview');
  const kept = { ...config };
  const launcher = drawLauncher(lang, kept, '');
  const act = start({ key: 'preview', base: location.origin, page: false, lang, config: kept, call: answer(lang), ...launcher });
  // The desk's form keeps the focus: opening would take it into the frame.
  document.body.inert = true;
  setTimeout(() => (document.body.inert = false), SETTLE_MS);
  document.body.append(launcher.host);
  shown = { lang, config: kept, paint: launcher.paint, act, host: launcher.host };
  act('open');
  if (kept.pre_chat.length === 0 && !kept.consent) act('sample');
}

/** Only the desk around us, which is of our own origin, is listened to. */
addEventListener('message', ({ data, origin, source }: MessageEvent<Draft>) => {
  if (origin !== location.origin || source !== parent) return;
  const { lang, config } = data;
  const asks = JSON.stringify([config.pre_chat, config.consent]);
  const drawn = shown && JSON.stringify([shown.config.pre_chat, shown.config.consent]);
  if (shown?.lang !== lang || drawn !== asks) draw(data);
  Object.assign(shown?.config ?? {}, config);
  shown?.paint();
  shown?.act('redraw');
});
parent.postMessage('ready', location.origin);
