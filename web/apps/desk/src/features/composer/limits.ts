/** What fits into a message of a channel. */
import type { Capabilities, Session } from '@otklik/api';

const encoder = new TextEncoder();

export function textLength(text: string, unit: Capabilities['text_unit']): number {
  if (unit === 'utf16' || unit === 'sms') return text.length;
  if (unit === 'bytes') return encoder.encode(text).length;
  return [...text].length;
}

/** How many signs are left; null while there is no need to count them. */
export function signsLeft(text: string, capabilities: Capabilities | null, withFiles: boolean): number | null {
  if (!capabilities) return null;
  const most = withFiles && capabilities.caption_max > 0 ? capabilities.caption_max : capabilities.text_max;
  if (most <= 0) return null;
  const left = most - textLength(text, capabilities.text_unit);
  return left < Math.max(50, most * 0.2) ? left : null;
}

export type FileRefusal = 'too_large' | 'too_many' | 'kind' | 'empty';

export function fileKind(mime: string): 'image' | 'video' | 'audio' | 'document' {
  const family = mime.split('/')[0];
  return family === 'image' || family === 'video' || family === 'audio' ? family : 'document';
}

interface FileFacts {
  size: number;
  type: string;
  /** Recorded here, to travel as a voice message where the channel has them. */
  voice?: boolean;
}

/** Why a file may not go, before a byte of it is sent. Notes have no channel: only the desk's own limits hold. */
export function refuseFile(file: FileFacts, already: number, limits: Session['limits'], capabilities: Capabilities | null): FileRefusal | null {
  if (file.size === 0) return 'empty';
  if (already >= limits.files_per_message) return 'too_many';
  if (file.size > largestFile(limits, capabilities)) return 'too_large';
  if (!capabilities) return null;
  const { kinds_out: kinds } = capabilities;
  return kinds.includes(fileKind(file.type)) || kinds.includes('document') || (file.voice && kinds.includes('voice')) ? null : 'kind';
}

/** Whether a recording can go at all; a note takes anything. */
export function takesVoice(capabilities: Capabilities | null): boolean {
  return !capabilities || ['voice', 'audio', 'document'].some((kind) => capabilities.kinds_out.includes(kind));
}

export function largestFile(limits: Session['limits'], capabilities: Capabilities | null): number {
  return capabilities && capabilities.file_max_bytes > 0 ? Math.min(limits.file_bytes, capabilities.file_max_bytes) : limits.file_bytes;
}
