/** The window: a dialogue that leaves the page usable on a desktop and is modal on a phone. */
import { h } from 'preact';
import { Composer } from './composer';
import { Icon } from './icons';
import { Intro, needsIntro } from './intro';
import { Messages } from './messages';
import type { Ui } from './ui';

function Head({ ui: { chat, say } }: { ui: Ui }) {
  const { company, name } = chat.site.config;
  const { online, operator } = chat.state;
  const title = company || name;
  return (
    <header>
      <span class="face" aria-hidden="true">
        {Array.from(operator || title)[0]}
      </span>
      <div>
        <h2 id="title">{title}</h2>
        {online ? [operator, say.online].filter(Boolean).join(' · ') : say.away}
      </div>
      {!chat.site.page && (
        <button class="icon" title={say.close} onClick={() => chat.show(false)}>
          <Icon name="close" />
        </button>
      )}
    </header>
  );
}

export function Window({ ui }: { ui: Ui }) {
  const { chat, say } = ui;
  return [
    <Head key="head" ui={ui} />,
    <Messages key="log" ui={ui} />,
    chat.state.down && (
      <div key="down" class="down" role="status">
        {say.offline}
      </div>
    ),
    needsIntro(ui) ? <Intro key="intro" ui={ui} /> : <Composer key="write" ui={ui} />,
  ];
}
