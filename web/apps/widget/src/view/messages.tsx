/** The conversation: days, bubbles, files, buttons, delivery marks. */
import { Fragment, h } from 'preact';
import { formatted } from '../marks';
import { isPending } from '../stream';
import type { Attachment, Shown } from '../types';
import { Icon } from './icons';
import type { Ui } from './ui';

const CHANGE_MS = 15 * 60_000;
const AWAY = { target: '_blank', rel: 'noopener noreferrer' };

const asTime = (lang: string, at: string) => new Date(at).toLocaleTimeString(lang, { hour: '2-digit', minute: '2-digit' });
const asDay = (lang: string, at: string) => new Date(at).toLocaleDateString(lang, { day: 'numeric', month: 'long' });

function File({ file, base }: { file: Attachment; base: string }) {
  const href = file.url ? new URL(file.url, base).href   : '';
  if (file.kind === 'image' && href) {
    return (
      <a class="pic" href={href} {...AWAY}>
        <img src={href} alt={file.name} width={file.width ?? 240} height={file.height ?? 160} loading="lazy" />
      </a>
    );
  }
  return (
    <a class="doc" {...(href && { href })} {...AWAY}>
      <Icon name="file" />
      <span>{file.name}</span>
    </a>
  );
}

/** What can be done with a message; shown on hover and on focus. */
function Acts({ ui: { chat, composing, say }, message }: { ui: Ui; message: Shown }) {
  const mine = message.from === 'visitor' && Date.now() - Date.parse(message.at) < CHANGE_MS;
  const acts = {
    reply: () => composing.turnTo(message),
    ...(mine && message.text && { edit: () => composing.turnTo(message, true) }),
    ...(mine && { remove: () => void chat.remove(message).catch(() => composing.fail(say.remove)) }),
  };
  return (
    <div class="acts">
      {(Object.keys(acts) as ('reply' | 'edit' | 'remove')[]).map((name) => (
        <button key={name} type="button" title={say[name]} onClick={acts[name]}>
          <Icon name={name} />
        </button>
      ))}
    </div>
  );
}

function Buttons({ ui, message }: { ui: Ui; message: Shown }) {
  const press = (text: string, payload: string) => ui.chat.send({ text, button: { message_id: message.id, payload } });
  return message.buttons.map((row, number) => (
    <div class="row" key={number}>
      {row.map(({ title, payload, url }) =>
        url ? (
          <a key={title} href={/^https?:/.test(url) ? url : '#'} {...AWAY}>
            {title}
          </a>
        ) : (
          <button key={title} type="button" onClick={() => press(title, payload ?? '')}>
            {title}
          </button>
        ),
      )}
    </div>
  ));
}

function Body({ ui, message }: { ui: Ui; message: Shown }) {
  const { chat, say } = ui;
  if (message.deleted) return <i>{say.gone}</i>;
  return (
    <>
      {message.reply_to && <blockquote>{message.reply_to.text}</blockquote>}
      {message.attachments.map((file) => (
        <File key={file.id} file={file} base={chat.site.base} />
      ))}
      {message.text && <p>{formatted(message.text, message.marks)}</p>}
    </>
  );
}

function Fault({ ui, message }: { ui: Ui; message: Shown }) {
  const { chat, say } = ui;
  return (
    <div class="note bad" role="alert">
      {say.failed}.{' '}
      <button type="button" onClick={() => chat.retry(message)}>
        {say.retry}
      </button>{' '}
      <button type="button" onClick={() => chat.discard(message)}>
        {say.remove}
      </button>
    </div>
  );
}

interface BubbleProps {
  ui: Ui;
  message: Shown;
  first: boolean;
  last: boolean;
}

function Bubble({ ui, message, first, last }: BubbleProps) {
  const { chat, say } = ui;
  const own = message.from === 'visitor';
  const name = message.author?.name;
  const via = message.via && say.via;
  const status = isPending(message) ? say.sending : message.seq <= chat.state.seen ? say.seen : say.sent;
  const note = [via, message.edited && say.edited, asTime(chat.site.lang, message.at), own && last && status];
  return (
    <div class={`msg ${own ? 'own' : ''}`}>
      {first && !own && name && <div class="note">{name}</div>}
      <div class="line">
        <div class={isPending(message) ? 'bubble dim' : 'bubble'}>
          <Body ui={ui} message={message} />
        </div>
        {!isPending(message) && !message.deleted && <Acts ui={ui} message={message} />}
      </div>
      {!message.deleted && <Buttons ui={ui} message={message} />}
      {message.wait?.fault && <Fault ui={ui} message={message} />}
      {(last || message.via != null || message.edited) && !message.wait?.fault && <div class="note">{note.filter(Boolean).join(' · ')}</div>}
    </div>
  );
}

const speaker = (message: Shown | undefined) => message && `${message.from}${message.author?.name ?? ''}${message.at.slice(0, 10)}`;

export function Messages({ ui }: { ui: Ui }) {
  const { chat, say } = ui;
  const { messages, typing } = chat.state;
  const { config, lang } = chat.site;
  const day = (message: Shown | undefined) => message && asDay(lang, message.at);
  return (
    <div class="log" role="log" aria-label={say.place}>
      {config.greeting[lang] && (
        <div class="msg">
          <div class="note">{config.company}</div>
          <div class="bubble">
            <p>{formatted(config.greeting[lang])}</p>
          </div>
        </div>
      )}
      {messages.map((message, number) => {
        const [before, after] = [messages[number - 1], messages[number + 1]];
        const first = speaker(before) !== speaker(message);
        return (
          <div key={message.client_id ?? message.id}>
            {day(before) !== day(message) && <div class="day">{day(message)}</div>}
            <Bubble ui={ui} message={message} first={first} last={speaker(after) !== speaker(message)} />
          </div>
        );
      })}
      {typing && (
        <div class="msg">
          <div class="bubble dots" role="img" aria-label={`${typing} ${say.typing}`}>
            <s />
            <s />
            <s />
          </div>
          <div class="note">
            {typing} {say.typing}
          </div>
        </div>
      )}
    </div>
  );
}
