import { channelFace } from '@otklik/ui';

/** What a channel is called; its slug when this installation no longer has it. */
export function channelName(slug: string, language: 'ru' | 'en'): string {
  return channelFace(slug)?.name[language] ?? slug;
}
