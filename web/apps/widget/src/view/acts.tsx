/** What can be done with a message, and what a message offers to do. */
import { h } from 'preact';
import { moreWords } from '../more-words';
import type { Chat } from '../chat';
import type { Message, Shown } from '../types';
import { Drawn } from './icons';
import type { Ui } from './ui';

const CHANGE_MS = 15 * 60_000;
const AWAY = { target: '_blank', rel: 'noopener noreferrer' };
const PATHS = {
  reply: 'M9 7L4 12l5 5M4 12h10a6 6 0 0 1 6 6v1',
  edit: 'M4 20l1-4L16 5l3 3L8 19z',
  remove: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
};

const removeOwn = async (chat: Chat, { id }: Shown) => chat.learn([await chat.call<Message>('DELETE', `messages/${id}`)]);

function retry(chat: Chat, pending: Shown) {
  chat.replace(pending, { ...pending, wait: { button: pending.wait?.button } });
  chat.flush();
}

/** What can be done with a message; shown on hover and on focus. */
export function Acts({ ui: { chat, composing }, message }: { ui: Ui; message: Shown }) {
  const say = moreWords(chat.site.lang);
  const mine = message.from === 'visitor' && Date.now() - Date.parse(message.at) < CHANGE_MS;
  const acts = {
    reply: () => composing.turnTo(message),
    ...(mine && message.text && { edit: () => composing.turnTo(message, true) }),
    ...(mine && { remove: () => void removeOwn(chat, message).then(() => composing.field?.focus(), () => composing.fail(say.remove)) }),
  };
  return (
    <div class="acts">
      {(Object.keys(acts) as ('reply' | 'edit' | 'remove')[]).map((name) => (
        <button key={name} type="button" title={say[name]} onClick={acts[name]}>
          <Drawn path={PATHS[name]} />
        </button>
      ))}
    </div>
  );
}

export function Buttons({ ui, message }: { ui: Ui; message: Shown }) {
  const press = (text: string, payload: string) => ui.chat.send({ text, button: { message_id: message.id, payload } });
  return message.buttons.map((row, number) => (
    <div class="row" key={number}>
      {row.map(({ title, payload, url, pressed }) =>
        url ? (
          <a key={title} href={/^https?:/.test(url) ? url : '#'} {...AWAY}>
            {title}
          </a>
        ) : (
          <button key={title} type="button" aria-pressed={pressed} onClick={() => press(title, payload ?? '')}>
            {title}
          </button>
        ),
      )}
    </div>
  ));
}

export function Unsent({ ui, message }: { ui: Ui; message: Shown }) {
  const { chat } = ui;
  const say = moreWords(chat.site.lang);
  return (
    <div class="note bad" role="alert">
      {ui.say.failed}.{' '}
      <button type="button" onClick={() => retry(chat, message)}>
        {say.retry}
      </button>{' '}
      <button type="button" onClick={() => chat.replace(message)}>
        {say.remove}
      </button>
    </div>
  );
}
