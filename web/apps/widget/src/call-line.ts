/** A line of the call's own: this tab may not be the one that holds the window's, and a call does not wait for it. */
import { backoff } from './backoff';
import type { Chat } from './chat';

const BEAT_MS = 5000;

/** What the server says of a call. */
export interface Call {
  id: number;
  state: 'ringing' | 'active' | 'ended';
  how: string | null;
  by: string | null;
  operator: string;
  held: boolean;
  left_s: number;
  talked_s: number;
}

interface Heard {
  type: string;
  call?: Call;
  call_id?: number;
  data?: unknown;
  on?: boolean;
}

export class CallLine {
  readonly #chat: Chat;
  readonly #id: number;
  readonly #hear: (frame: Heard) => void;
  #socket: WebSocket | undefined;
  #beat: ReturnType<typeof setInterval> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #over = false;

  constructor(chat: Chat, id: number, hear: (frame: Heard) => void) {
    this.#chat = chat;
    this.#id = id;
    this.#hear = hear;
    this.#dial();
  }

  say(type: string, data?: unknown) {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify({ type, call_id: this.#id, ...(data !== undefined && { data }) }));
  }

  close() {
    this.#over = true;
    clearInterval(this.#beat);
    clearTimeout(this.#again);
    this.#socket?.close();
  }

  #dial() {
    const { site, state } = this.#chat;
    const socket = new WebSocket(`${site.base.replace('http', 'ws')}/widget/v1/socket`);
    this.#socket = socket;
    // It wants to hear of the call only: what has been written comes by the window's own line.
    socket.onopen = () => socket.send(JSON.stringify({ type: 'auth', token: state.token, key: site.key, after_seq: Number.MAX_SAFE_INTEGER }));
    socket.onmessage = ({ data }) => this.#take(JSON.parse(data as string) as Heard);
    socket.onclose = () => {
      clearInterval(this.#beat);
      if (this.#over) return;
      this.#tries += 1;
      this.#again = setTimeout(() => this.#dial(), Math.min(3000, backoff(this.#tries)));
    };
  }

  #take(frame: Heard) {
    if (frame.type === 'ready') {
      this.#tries = 0;
      const beat = () => this.say('beat');
      beat();
      this.#beat = setInterval(beat, BEAT_MS);
    }
    this.#hear(frame);
  }
}
