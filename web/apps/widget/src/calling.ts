/** One call of the visitor: from the microphone to the end. What happened is the server's word, the sound goes past it. */
import { Voice, type Sign, type Sound } from '../../../packages/realtime/src/voice';
import { Refused } from './api';
import { CallLine, type Call } from './call-line';
import type { Chat } from './chat';
import { ringBack } from './ring-back';
import { uuid7 } from './uuid';

export type Ended = 'finished' | 'promised' | 'lost' | 'missed' | 'off' | 'running' | 'refused' | 'absent' | 'stranger' | 'often' | 'failed';

interface Started {
  call: Call;
  servers: RTCIceServer[];
}

const LOST = new Set(['lost', 'too_long']);
const CODES: Record<string, Ended> = { calls_off: 'off', call_running: 'running', introduction_needed: 'stranger', consent_needed: 'stranger', rate_limited: 'often' };

export class Calling {
  stage: 'idle' | 'asking' | 'calling' | 'over' | 'back' = 'idle';
  call: Call | undefined;
  ended: Ended = 'finished';
  sound: Sound = 'joining';
  muted = false;
  #talkedAt = 0;
  #servers: RTCIceServer[] = [];
  #stream: MediaStream | undefined;
  #voice: Voice | undefined;
  #line: CallLine | undefined;
  #tick: ReturnType<typeof setInterval> | undefined;
  #hush: (() => void) | undefined;

  readonly #chat: Chat;

  constructor(chat: Chat) {
    this.#chat = chat;
    // A tab that is closed has hung up; what is lost on the way the server notices by the silence.
    addEventListener('pagehide', () => this.running && void this.hangUp());
  }

  get running() {
    return this.stage === 'asking' || this.stage === 'calling';
  }

  get seconds() {
    return (Date.now() - this.#talkedAt) / 1000;
  }

  #draw() {
    this.#chat.update({}, false);
  }

  /** Ask for the microphone first: nobody is rung by a visitor who cannot speak. */
  async begin(ready: boolean) {
    if (this.running) return;
    if (!ready) {
      this.#over('stranger');
      return;
    }
    this.stage = 'asking';
    this.call = undefined;
    this.muted = false;
    this.sound = 'joining';
    this.#draw();
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } });
      this.#stream = stream;
    } catch (error) {
      this.#over(error instanceof DOMException && error.name === 'NotFoundError' ? 'absent' : 'refused');
      return;
    }
    await this.#ring();
  }

  async #ring() {
    // Hung up while the browser asked.
    if (this.stage !== 'asking') {
      for (const track of this.#stream?.getTracks() ?? []) track.stop();
      return;
    }
    this.stage = 'calling';
    this.#draw();
    try {
      await this.#chat.ensure();
      const { call, servers } = await this.#chat.call<Started>('POST', 'calls', { client_id: uuid7() });
      if (!this.running) {
        this.call = call;
        void this.#tellEnd();
        return;
      }
      this.#servers = servers;
      this.#hush = ringBack();
      this.#tick = setInterval(() => this.#draw(), 1000);
      this.#line = new CallLine(this.#chat, call.id, (frame) => {
        if (frame.type === 'call' && frame.call?.id === call.id) this.#learn(frame.call);
        else if (frame.type === 'signal' && frame.call_id === call.id) this.#voice?.take(frame.data as Sign);
        else if (frame.type === 'ready' || (frame.type === 'beat' && !frame.on)) void this.#look(call.id);
      });
      this.#learn(call);
    } catch (error) {
      this.#over(error instanceof Refused ? (CODES[error.message] ?? 'failed') : 'failed');
    }
  }

  /** News may be lost; how it stands is asked with each new line and when our sign of life is not taken. */
  async #look(id: number) {
    const call = await this.#chat.call<Call>('GET', `calls/${id}`).catch(() => undefined);
    if (call) this.#learn(call);
  }

  #learn(call: Call) {
    if (!this.running) return;
    this.call = call;
    if (call.state === 'ended') {
      this.#over(call.how === 'hung_up' ? 'finished' : LOST.has(call.how ?? '') ? 'lost' : 'missed');
      return;
    }
    if (call.state === 'active') this.#talk(call);
    this.#voice?.hold(call.held);
    this.#draw();
  }

  #talk(call: Call) {
    if (this.#voice || !this.#stream) return;
    this.#hush?.();
    this.#talkedAt = Date.now() - call.talked_s * 1000;
    this.#voice = new Voice({
      servers: this.#servers,
      stream: this.#stream,
      offers: true,
      say: (sign) => this.#line?.say('signal', sign),
      onSound: (sound) => {
        this.sound = sound;
        this.#draw();
      },
      onLost: () => void this.hangUp('lost'),
    });
  }

  mute(on: boolean) {
    this.muted = on;
    this.#voice?.mute(on);
    this.#draw();
  }

  async hangUp(ended: Ended = 'finished') {
    const talked = this.call?.state === 'active';
    this.#over(ended);
    if (!talked && ended === 'finished') this.stage = 'idle';
    this.#draw();
    await this.#tellEnd();
  }

  async #tellEnd() {
    const id = this.call?.id;
    if (id === undefined) return;
    // The page may be on its way out: this must outlive it.
    const { site, state } = this.#chat;
    const init = { method: 'POST', keepalive: true, credentials: 'omit', headers: { Authorization: `Visitor ${state.token}` } } as const;
    await fetch(`${site.base}/widget/v1/calls/${id}/hangup`, init).catch(() => undefined);
  }

  /** Show the form; somebody calls back instead. */
  askBack() {
    this.stage = 'back';
    this.#draw();
  }

  promised() {
    this.#over('promised');
  }

  dismiss() {
    this.stage = 'idle';
    this.#draw();
  }

  #over(ended: Ended) {
    this.#hush?.();
    clearInterval(this.#tick);
    this.#line?.close();
    this.#voice?.close();
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#hush = this.#line = this.#voice = this.#stream = undefined;
    this.stage = 'over';
    this.ended = ended;
    this.#draw();
  }
}
