/** One socket of the desk: says hello with a cursor, resumes after a break, tells when it is down. */
import { backoff } from './backoff';
import type { ClientFrame, ServerFrame } from './frames';

export type LinkState = 'connecting' | 'live' | 'down' | 'signed_out';

export interface LiveSocketOptions {
  /** A one-use ticket; may throw when the session or the network is gone. */
  ticket: () => Promise<string>;
  address: (ticket: string) => string;
  onFrame: (frame: ServerFrame) => void;
  onState: (state: LinkState) => void;
  /** Says that a refusal to give a ticket means the session has ended. */
  isSignedOut: (error: unknown) => boolean;
  /** The place to listen from at first; without one the server says that everything must be read anew. */
  since?: () => string | undefined;
  open?: (address: string) => WebSocket;
}

const PING_MS = 20_000;
const SILENCE_MS = 45_000;
const SESSION_ENDED = 4401;

export class LiveSocket {
  private socket: WebSocket | null = null;
  private cursor: string | null = null;
  private attempt = 0;
  private stopped = true;
  private generation = 0;
  private lastHeard = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private pingTimer: ReturnType<typeof setInterval> | undefined;
  private readonly watched = new Set<number>();

  constructor(private readonly options: LiveSocketOptions) {}

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.attempt = 0;
    void this.connect();
  }

  stop(): void {
    this.stopped = true;
    this.drop();
  }

  /** Tries at once: the network came back or the person signed in again. */
  hurry(): void {
    if (this.stopped || this.socket?.readyState === WebSocket.OPEN) return;
    this.drop();
    this.attempt = 0;
    void this.connect();
  }

  watch(conversation: number): () => void {
    this.watched.add(conversation);
    this.send({ type: 'watch', conversation_id: conversation });
    return () => {
      this.watched.delete(conversation);
      this.send({ type: 'unwatch', conversation_id: conversation });
    };
  }

  send(frame: ClientFrame): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  private drop(): void {
    this.generation += 1;
    clearTimeout(this.retryTimer);
    clearInterval(this.pingTimer);
    this.socket?.close(1000);
    this.socket = null;
  }

  private async connect(): Promise<void> {
    const generation = ++this.generation;
    this.options.onState('connecting');
    try {
      const ticket = await this.options.ticket();
      if (generation !== this.generation) return;
      this.listen(this.options.address(ticket), generation);
    } catch (error) {
      if (generation !== this.generation) return;
      if (this.options.isSignedOut(error)) this.endSession();
      else this.retryLater();
    }
  }

  private listen(address: string, generation: number): void {
    const socket = (this.options.open ?? ((url) => new WebSocket(url)))(address);
    this.socket = socket;
    socket.onopen = () => {
      this.lastHeard = Date.now();
      this.send({ type: 'hello', cursor: this.cursor ?? this.options.since?.() ?? null });
      this.pingTimer = setInterval(() => this.beat(generation), PING_MS);
    };
    socket.onmessage = (event: MessageEvent<string>) => {
      if (generation === this.generation) this.receive(JSON.parse(event.data) as ServerFrame);
    };
    socket.onclose = (event) => {
      if (generation !== this.generation) return;
      clearInterval(this.pingTimer);
      if (event.code === SESSION_ENDED) this.endSession();
      else this.retryLater();
    };
  }

  private receive(frame: ServerFrame): void {
    this.lastHeard = Date.now();
    if ('cursor' in frame) this.cursor = frame.cursor ?? this.cursor;
    if (frame.type === 'ready') {
      this.attempt = 0;
      this.options.onState('live');
      for (const id of this.watched) this.send({ type: 'watch', conversation_id: id });
    }
    if (frame.type !== 'pong') this.options.onFrame(frame);
  }

  private beat(generation: number): void {
    if (Date.now() - this.lastHeard > SILENCE_MS) {
      this.drop();
      this.retryLater();
    } else if (generation === this.generation) this.send({ type: 'ping' });
  }

  private retryLater(): void {
    if (this.stopped) return;
    this.options.onState('down');
    this.retryTimer = setTimeout(() => void this.connect(), backoff(this.attempt));
    this.attempt += 1;
  }

  private endSession(): void {
    this.stop();
    this.options.onState('signed_out');
  }
}
