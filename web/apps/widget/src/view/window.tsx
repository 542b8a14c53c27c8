/** The window: a dialogue that leaves the page usable on a desktop and is modal on a phone. */
import { h } from 'preact';
import { Composer } from './composer';
import { theCalls, theRest } from '../more';
import { Icon } from './icons';
import { Messages } from './messages';
import type { Ui } from './ui';

const callsOf = ({ chat }: Ui) => (chat.site.config.calls ? theCalls(chat) : undefined);

function Head({ ui }: { ui: Ui }) {
  const { chat, say } = ui;
  const calls = callsOf(ui);
  const { config, lang } = chat.site;
  const { online, opens, operator, photo } = chat.state;
  const title = config.title[lang];
  const back = opens ? `${say.back} ${new Date(opens).toLocaleString(lang, { weekday: 'short', hour: '2-digit', minute: '2-digit' })}` : say.leave;
  return (
    <header>
      {config.logo && <img class="logo" src={chat.site.base + config.logo} alt={config.logo_alt[lang]} />}
      {(photo || !config.logo) && (
        <span class="face" aria-hidden="true">
          {photo ? <img src={new URL(photo, chat.site.base).href} alt="" /> : config.face || Array.from(operator || title)[0]}
        </span>
      )}
      <div>
        <h2 id="title">{title}</h2>
        {online ? [operator, say.online].filter(Boolean).join(' · ') : `${say.away} ${back}`}
      </div>
      {calls && <calls.Handset ui={ui} ready={!needsIntro(ui)} />}
      {!chat.site.page && (
        <button class="icon" title={say.close} onClick={() => chat.show(false)}>
          <Icon name="close" />
        </button>
      )}
    </header>
  );
}

/** Nothing is asked twice; a new text of the consent is asked anew. */
function needsIntro({ chat }: Ui) {
  const { pre_chat, consent } = chat.site.config;
  const { profile } = chat.state;
  return chat.left !== null || pre_chat.some(({ field }) => profile[field] === undefined) || (consent !== null && consent.version !== profile.consent_version);
}

function Foot({ ui }: { ui: Ui }) {
  if (ui.chat.barred) {
    const rest = theRest(ui.chat);
    return rest ? <rest.Barred ui={ui} /> : null;
  }
  if (!needsIntro(ui)) return <Composer ui={ui} />;
  const rest = theRest(ui.chat);
  return rest ? <rest.Intro ui={ui} /> : null;
}

export function Window({ ui }: { ui: Ui }) {
  const { chat, say } = ui;
  const calls = callsOf(ui);
  return [
    <Head key="head" ui={ui} />,
    calls && <calls.CallBar key="call" ui={ui} />,
    <Messages key="log" ui={ui} />,
    chat.state.down && (
      <div key="down" class="down" role="status">
        {say.offline}
      </div>
    ),
    <Foot key="foot" ui={ui} />,
  ];
}
