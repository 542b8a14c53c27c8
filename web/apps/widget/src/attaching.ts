/** Files on their way: measured here, carried to the server, shown above the field until they are sent. */
import type { Composing, Upload } from './composing';
import { carry } from './upload';
import { uuid7 } from './uuid';

/** Take files as far as the limits allow, and say which were not taken. */
export function attach(composing: Composing, files: File[]) {
  const { limits } = composing.chat.site.config;
  for (const file of files) {
    if (file.size > limits.file_bytes) composing.fail(`${file.name} > ${limits.file_bytes >> 20} MB`);
    else if (composing.uploads.length < limits.files) void bring(composing, file);
    else composing.fail(file.name);
  }
}

async function bring(composing: Composing, file: File) {
  const picture = file.type.startsWith('image/') ? URL.createObjectURL(file) : '';
  const mine: Upload = { id: uuid7(), file, part: 0, picture };
  composing.uploads = [...composing.uploads, mine];
  composing.changed();
  const { chat } = composing;
  try {
    await chat.ensure();
    mine.done = await carry(chat.site.base, chat.state.token, file, (part) => {
      mine.part = part;
      composing.changed();
    });
    composing.changed();
  } catch {
    composing.remove(mine);
    composing.fail(file.name);
  }
}
