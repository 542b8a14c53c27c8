/** The line to the server: a socket that comes back, or long polling where sockets are cut. */
import { Refused, type Call } from './api';
import { backoff } from './backoff';
import { poll } from './poll';
import type { Frame, Site } from './types';

const PING_MS = 25_000;
const PATIENCE_MS = 10_000;
const SOCKET_TRIES = 2;
const POLLS_BEFORE_SOCKET = 12;
const NO_SESSION = 4401;

/** Who listens at our end. */
export interface Listener {
  site: Site;
  state: { token: string };
  call: Call;
  after: () => number;
  hear: (frame: Frame) => void;
  /** The session is not valid any more. */
  lost: () => void;
}

type Timer = ReturnType<typeof setTimeout> | undefined;

export class Live {
  readonly #closed = new AbortController();
  #attempt = 0;
  #polls = 0;
  #timer: Timer;
  #silence: Timer;
  #socket: WebSocket | undefined;

  readonly #chat: Listener;

  constructor(chat: Listener) {
    this.#chat = chat;
    const hurry = () => this.#attempt && this.#later(this.#dial, 0);
    addEventListener('online', hurry, { signal: this.#closed.signal });
    this.#dial();
  }

  /** Hang up for good. */
  close() {
    this.#closed.abort();
    clearTimeout(this.#timer);
    clearTimeout(this.#silence);
    this.#socket?.close();
  }

  #later(run: () => void, delay: number) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(run, delay);
  }

  #again() {
    if (this.#closed.signal.aborted) return;
    this.#attempt += 1;
    if (this.#attempt > SOCKET_TRIES + 1) this.#chat.hear({ type: 'down' });
    this.#later(this.#attempt > SOCKET_TRIES ? this.#poll : this.#dial, backoff(this.#attempt));
  }

  #send(frame: object) {
    this.#socket?.send(JSON.stringify(frame));
  }

  /** A line that says nothing is asked once, then taken for dead. */
  #listen() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#send({ type: 'ping' });
      this.#silence = setTimeout(() => this.#socket?.close(), PATIENCE_MS);
    }, PING_MS);
  }

  #take(frame: Frame) {
    this.#listen();
    if (frame.type === 'ready') this.#attempt = 0;
    this.#chat.hear(frame);
    if (frame.type === 'messages') this.#send({ type: 'delivered', seq: this.#chat.after() });
  }

  readonly #dial = () => {
    const { site, state, after, lost } = this.#chat;
    const socket = new WebSocket(`${site.base.replace('http', 'ws')}/widget/v1/socket`);
    this.#socket = socket;
    socket.onopen = () => {
      this.#send({ type: 'auth', token: state.token, key: site.key, after_seq: after() });
      this.#listen();
    };
    socket.onmessage = ({ data }) => this.#take(JSON.parse(data as string) as Frame);
    socket.onclose = ({ code }) => {
      clearTimeout(this.#silence);
      if (code === NO_SESSION) lost();
      else this.#again();
    };
  };

  readonly #poll = () => {
    const { call, after, hear, lost } = this.#chat;
    poll(call, after(), this.#attempt > 0, hear, this.#closed.signal).then(
      () => {
        this.#attempt = 0;
        this.#polls = (this.#polls + 1) % POLLS_BEFORE_SOCKET;
        this.#later(this.#polls > 0 ? this.#poll : this.#dial, 0);
      },
      (error: unknown) => {
        if (error instanceof Refused && error.status === 401) lost();
        else this.#again();
      },
    );
  };
}
