/** The conversation: days, bubbles, files, buttons, delivery marks. */
import { Fragment, h } from 'preact';
import { theRest } from '../more';
import { isPending } from '../stream';
import type { Attachment, Shown } from '../types';
import { Icon } from './icons';
import type { Ui } from './ui';

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

function Body({ ui, message }: { ui: Ui; message: Shown }) {
  const { chat, say } = ui;
  if (message.deleted) return <i>{say.gone}</i>;
  return (
    <>
      {message.reply_to && <blockquote>{message.reply_to.text}</blockquote>}
      {message.attachments.map((file) => (
        <File key={file.id} file={file} base={chat.site.base} />
      ))}
      {message.text && <p>{theRest(chat)?.formatted(message.text, message.marks) ?? message.text}</p>}
    </>
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
  const rest = theRest(chat);
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
        {rest && !isPending(message) && !message.deleted && <rest.Acts ui={ui} message={message} />}
      </div>
      {rest && !message.deleted && <rest.Buttons ui={ui} message={message} />}
      {rest && message.wait?.fault && <rest.Unsent ui={ui} message={message} />}
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
            <p>{config.greeting[lang]}</p>
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
