/** Something the lightbox shows: a file, and what its author wrote with it. */
import type { Attachment } from '@otklik/api';

export interface Picture {
  file: Attachment;
  caption: string;
}
