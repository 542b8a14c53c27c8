/** What the visitor wrote and the server has not confirmed: sent in order, kept over page changes. */
import { Refused } from './api';
import { backoff } from './backoff';
import type { Shown } from './types';

/** What is posted for a pending message. */
function bodyOf({ client_id, text, attachments, reply_to, wait }: Shown) {
  return {
    client_id,
    text,
    ...(attachments.length > 0 && { attachments: attachments.map((file) => file.id) }),
    ...(reply_to && { reply_to: reply_to.id }),
    ...(wait?.button && { button: wait.button }),
    ...(wait?.greeting && { greeting: wait.greeting }),
  };
}

export interface Sender {
  state: { messages: Shown[] };
  post: (pending: Shown, body: object) => Promise<void>;
  /** The session is gone; a new one is made by the next post. */
  drop: () => void;
  replace: (from: Shown, to: Shown) => void;
}

export class Outbox {
  #busy = false;
  #failures = 0;

  readonly #chat: Sender;

  constructor(chat: Sender) {
    this.#chat = chat;
  }

  /** Send what waits. The network's faults are tried again, the server's refusals wait for the visitor. */
  readonly flush = async () => {
    if (this.#busy) return;
    this.#busy = true;
    let pause = 0;
    while (pause === 0) {
      const next = this.#chat.state.messages.find(({ wait }) => wait && !wait.fault);
      if (!next) break;
      try {
        await this.#chat.post(next, bodyOf(next));
        this.#failures = 0;
      } catch (error) {
        pause = this.#judge(next, error);
      }
    }
    this.#busy = false;
    if (pause > 0) setTimeout(() => void this.flush(), pause);
  };

  /** How long to wait before the next attempt, in milliseconds. */
  #judge(pending: Shown, error: unknown): number {
    if (!(error instanceof Refused) || error.status >= 500) return backoff((this.#failures += 1));
    if (error.status === 429) return error.wait * 1000;
    if (error.status === 401 && this.#failures++ < 3) this.#chat.drop();
    else this.#chat.replace(pending, { ...pending, wait: { ...pending.wait, fault: error.message } });
    return 0;
  }
}
