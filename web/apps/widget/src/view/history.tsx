/** What was written: days, bubbles, files, buttons, delivery marks. */
import { Fragment, h } from 'preact';
import { formatted } from '../marks';
import { moreWords } from '../more-words';
import { isPending } from '../stream';
import type { Attachment, Shown } from '../types';
import { Acts, Buttons, Unsent } from './acts';
import { Icon } from './icons';
import type { Ui } from './ui';

const AWAY = { target: '_blank', rel: 'noopener noreferrer' };
/** Beyond it the server counts no further. */
const QUEUE_MAX = 99;

const asTime = (lang: string, at: string) => new Date(at).toLocaleTimeString(lang, { hour: '2-digit', minute: '2-digit' });
const asDay = (lang: string, at: string) => new Date(at).toLocaleDateString(lang, { day: 'numeric', month: 'long' });

function File({ file, base }: { file: Attachment; base: string }) {
  const href = file.url ? new URL(file.url, base).href : '';
  if (file.kind === 'image' && href) {
    return (
      <a class="pic" href={href} {...AWAY}>
        <img src={href} alt={file.name} width={file.width ?? 240} height={file.height ?? 160} loading="lazy" />
      </a>
    );
  }
  if (/^(voice|audio)$/.test(file.kind) && href) {
    return (
      <audio controls preload="metadata" src={href} aria-label={file.name}>
        <track kind="captions" />
      </audio>
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
  const { chat } = ui;
  const say = moreWords(chat.site.lang);
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

interface BubbleProps {
  ui: Ui;
  message: Shown;
  first: boolean;
  last: boolean;
}

function Bubble({ ui, message, first, last }: BubbleProps) {
  const { chat } = ui;
  const say = moreWords(chat.site.lang);
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
          {message.reaction && <span class="mood">{message.reaction}</span>}
        </div>
        {!isPending(message) && !message.deleted && <Acts ui={ui} message={message} />}
      </div>
      {!message.deleted && <Buttons ui={ui} message={message} />}
      {message.wait?.fault && <Unsent ui={ui} message={message} />}
      {(last || message.via != null || message.edited) && !message.wait?.fault && <div class="note">{note.filter(Boolean).join(' · ')}</div>}
    </div>
  );
}

const speaker = (message: Shown | undefined) => message && `${message.from}${message.author?.name ?? ''}${message.at.slice(0, 10)}`;

/** What a visitor is told while they wait for the first answer. */
function Waiting({ ui: { chat } }: { ui: Ui }) {
  const say = moreWords(chat.site.lang);
  const { queue } = chat.state;
  return (
    queue && (
      <div class="day">
        {say.place} {queue.place > QUEUE_MAX ? `${QUEUE_MAX}+` : queue.place}.{queue.minutes ? ` ${say.usually(queue.minutes)}` : ''}
      </div>
    )
  );
}

export function History({ ui }: { ui: Ui }) {
  const { chat } = ui;
  const { messages } = chat.state;
  const day = (message: Shown | undefined) => message && asDay(chat.site.lang, message.at);
  const lines = messages.map((message, number) => {
    const [before, after] = [messages[number - 1], messages[number + 1]];
    const first = speaker(before) !== speaker(message);
    return (
      <div key={message.client_id ?? message.id}>
        {day(before) !== day(message) && <div class="day">{day(message)}</div>}
        {message.greeting && (
          <div class="msg">
            <div class="bubble">
              <p>{message.greeting}</p>
            </div>
          </div>
        )}
        <Bubble ui={ui} message={message} first={first} last={speaker(after) !== speaker(message)} />
      </div>
    );
  });
  return [...lines, <Waiting key="queue" ui={ui} />];
}
