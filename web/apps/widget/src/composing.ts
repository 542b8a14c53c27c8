/** What is being written: files on their way, the message answered or changed. */
import type { Chat } from './chat';
import { bringRest } from './more';
import type { Attachment, Shown } from './types';

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

  constructor(
    readonly chat: Chat,
    readonly changed: () => void,
  ) {}

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
    this.changed();
    this.write(text ?? '');
  }

  submit() {
    const text = this.field?.value.trim() ?? '';
    const files = this.uploads.flatMap((each) => each.done ?? []);
    if (this.busy || (!text && files.length === 0)) return;
    if (this.about && this.changes) this.chat.edit(this.about, text).catch(() => this.fail(text));
    else this.chat.send({ text, files, reply: this.about });
    this.uploads = [];
    this.fault = '';
    this.write('');
    this.changes = false;
    this.turnTo(undefined);
  }

  /** Take files; what measures and carries them comes with the rest of the window. */
  attach(files: Iterable<File>) {
    const given = [...files];
    this.fault = '';
    bringRest(this.chat.site).then(({ attach }) => attach(this, given), () => this.fail(given[0]?.name ?? ''));
  }

  remove(gone: Upload) {
    URL.revokeObjectURL(gone.picture);
    this.uploads = this.uploads.filter((each) => each !== gone);
    this.changed();
  }

  fail(what: string) {
    this.fault = what;
    this.changed();
  }
}
