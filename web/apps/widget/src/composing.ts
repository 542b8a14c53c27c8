/** What is being written: files on their way, the message answered or changed. */
import type { Chat } from './chat';
import { bringRest } from './more';
import type { Attachment, Shown } from './types';
import { uuid7 } from './uuid';

export interface Upload {
  id: string;
  file: File;
  part: number;
  picture: string;
  done?: Attachment;
}

export class Composing {
  uploads: Upload[] = [];
  /** The message answered, or the own one being changed. */
  about: Shown | undefined;
  changes = false;
  /** What went wrong, by name. */
  fault = '';
  field: HTMLTextAreaElement | null = null;
  readonly #chat: Chat;
  readonly #changed: () => void;

  constructor(chat: Chat, changed: () => void) {
    this.#chat = chat;
    this.#changed = changed;
  }

  get busy() {
    return this.uploads.some((each) => !each.done);
  }

  /** Put text into the field, as if typed. */
  write(text: string) {
    if (!this.field) return;
    this.field.value = text;
    this.field.dispatchEvent(new Event('input'));
    this.field.focus();
  }

  turnTo(about: Shown | undefined, changes = false) {
    const text = changes && about ? about.text : this.changes ? '' : this.field?.value;
    this.about = about;
    this.changes = changes;
    this.#changed();
    this.write(text ?? '');
  }

  submit() {
    const text = this.field?.value.trim() ?? '';
    const files = this.uploads.flatMap((each) => each.done ?? []);
    if (this.busy || (!text && files.length === 0)) return;
    if (this.about && this.changes) this.#chat.edit(this.about, text).catch(() => this.fail(text));
    else this.#chat.send({ text, files, reply: this.about });
    this.uploads = [];
    this.fault = '';
    this.write('');
    this.changes = false;
    this.turnTo(undefined);
  }

  attach(files: Iterable<File>) {
    const { limits } = this.#chat.site.config;
    this.fault = '';
    for (const file of files) {
      if (file.size > limits.file_bytes) this.fail(`${file.name} > ${limits.file_bytes >> 20} MB`);
      else if (this.uploads.length < limits.files) void this.#carry(file);
      else this.fail(file.name);
    }
  }

  remove(gone: Upload) {
    URL.revokeObjectURL(gone.picture);
    this.uploads = this.uploads.filter((each) => each !== gone);
    this.#changed();
  }

  fail(what: string) {
    this.fault = what;
    this.#changed();
  }

  async #carry(file: File) {
    const picture = file.type.startsWith('image/') ? URL.createObjectURL(file) : '';
    const mine: Upload = { id: uuid7(), file, part: 0, picture };
    this.uploads = [...this.uploads, mine];
    this.#changed();
    const progress = (part: number) => {
      mine.part = part;
      this.#changed();
    };
    try {
      const [{ carry }] = await Promise.all([bringRest(this.#chat.site), this.#chat.ensure()]);
      const { site, state } = this.#chat;
      mine.done = await carry(site.base, state.token, file, progress);
      this.#changed();
    } catch {
      this.remove(mine);
      this.fail(file.name);
    }
  }
}
