/** The conversation: the greeting, what was written, who is typing. */
import { h } from 'preact';
import { theRating, theRest } from '../more';
import type { Ui } from './ui';

export function Messages({ ui }: { ui: Ui }) {
  const { chat, say } = ui;
  const { messages, typing } = chat.state;
  const { config, lang } = chat.site;
  const rest = messages.length > 0 && theRest(chat);
  const rate = config.rating && chat.state.rating && theRating(chat);
  return (
    <div class="log" role="log" aria-label={say.place}>
      {config.greeting[lang] && (
        <div class="msg">
          <div class="note">{config.title[lang]}</div>
          <div class="bubble">
            <p>{config.greeting[lang]}</p>
          </div>
        </div>
      )}
      {rest && <rest.History ui={ui} />}
      {rate && <rate.Rating ui={ui} key={chat.state.rating?.closing} />}
      {chat.site.greeting && (
        <div class="msg">
          <div class="bubble">
            <p>{chat.site.greeting.text}</p>
          </div>
        </div>
      )}
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
