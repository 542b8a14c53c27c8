import type { SendKey } from '@otklik/api';

interface Press {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
}

/** Whether this press sends. Ctrl+Enter always does; Enter alone only for those who chose it; never in the middle of a word being composed. */
export function sends(press: Press, chosen: SendKey): boolean {
  if (press.key !== 'Enter' || press.isComposing || press.shiftKey || press.altKey) return false;
  return press.ctrlKey || press.metaKey || chosen === 'enter';
}
