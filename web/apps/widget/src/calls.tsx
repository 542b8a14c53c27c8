/** Calls to the desk: the handset in the header and the bar below it. Comes only where the company takes calls. */
import { h } from 'preact';
import { Back } from './call-back';
import { Calling } from './calling';
import { callWords } from './call-words';
import css from './calls.css?inline';
import type { Chat } from './chat';
import { Drawn } from './view/icons';
import type { Ui } from './view/ui';

export { css };

const HANDSET = 'M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 6a2 2 0 0 1 2-2';
const DOWN = 'M3 15c0-6 18-6 18 0v1.5l-4.5 1-1-3a9 9 0 0 0-7 0l-1 3-4.5-1z';
const MICROPHONE = 'M9 5a3 3 0 0 1 6 0v6a3 3 0 0 1-6 0zM5 11a7 7 0 0 0 14 0M12 18v3';
const SILENT = `${MICROPHONE}M4 4l16 16`;

const calls = new WeakMap<Chat, Calling>();

function callingOf({ chat }: Ui): Calling {
  const known = calls.get(chat);
  if (known) return known;
  const made = new Calling(chat);
  calls.set(chat, made);
  return made;
}

/** Whether there is anybody to call now; the server has the last word. */
function isPossible({ chat }: Ui) {
  const { online, opens } = chat.state;
  return !chat.barred && !chat.site.call && chat.site.config.calls !== 'back' && (chat.site.config.calls === 'hours' ? online || !opens : online);
}

export function Handset({ ui, ready }: { ui: Ui; ready: boolean }) {
  const calling = callingOf(ui);
  const say = callWords(ui.chat.site.lang);
  if (!isPossible(ui) && !calling.running) return ui.chat.site.config.callback ? <Ask say={say.askBack} calling={calling} /> : null;
  return (
    <button class="icon" title={say.call} disabled={calling.running} onClick={() => void calling.begin(ready)}>
      <Drawn path={HANDSET} />
    </button>
  );
}

/** Nobody can be called now, but somebody may call back. */
function Ask({ say, calling }: { say: string; calling: Calling }) {
  return (
    <button class="icon" title={say} onClick={() => calling.askBack()}>
      <Drawn path={HANDSET} />
    </button>
  );
}

const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

export function CallBar({ ui }: { ui: Ui }) {
  const calling = callingOf(ui);
  const { lang, config } = ui.chat.site;
  const say = callWords(lang);
  const { stage, call, muted } = calling;
  if (stage === 'idle') return null;
  if (stage === 'back') return <Back ui={ui} say={say} calling={calling} />;
  if (stage === 'over') return <Over ui={ui} calling={calling} />;
  const talks = call?.state === 'active';
  const words = !talks ? (stage === 'asking' ? say.microphone : say.ringing) : call.held ? say.held : calling.sound === 'broken' ? say.broken : calling.sound === 'joining' ? say.joining : '';
  return (
    <div class="talk" role="group" aria-label={say.bar}>
      <p>
        <strong>{talks ? call.operator : config.title[lang]}</strong>
        {talks && !words && <time>{clock(calling.seconds)}</time>}
        <br />
        <span role="status">{words || say.talking}</span>
      </p>
      {talks && (
        <button title={muted ? say.unmute : say.mute} aria-pressed={muted} onClick={() => calling.mute(!muted)}>
          <Drawn path={muted ? SILENT : MICROPHONE} />
        </button>
      )}
      <button class="end" title={say.hangUp} onClick={() => void calling.hangUp()}>
        <Drawn path={DOWN} />
      </button>
    </div>
  );
}

function Over({ ui, calling }: { ui: Ui; calling: Calling }) {
  const { lang, config } = ui.chat.site;
  const say = callWords(lang);
  const { ended } = calling;
  const mayAsk = config.callback && ended !== 'finished' && ended !== 'promised' && ended !== 'running';
  return (
    <div class="talk" role="group">
      <p role="status">{say.ended[ended]}</p>
      {mayAsk && (
        <button class="said" onClick={() => calling.askBack()}>
          {say.askBack}
        </button>
      )}
      <button class="said" onClick={() => calling.dismiss()}>
        {say.close}
      </button>
    </div>
  );
}
