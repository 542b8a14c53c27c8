import type { ServerFrame } from '@otklik/realtime';
import type { QueryClient } from '@tanstack/react-query';
import { keys } from '~/shared/keys';

/** Changed contacts are asked for again; only those on the screen cost a request. */
export function followContacts(client: QueryClient, frame: ServerFrame): void {
  if (frame.type === 'attributes') void client.invalidateQueries({ queryKey: keys.attributes });
  if (frame.type === 'imports') void client.invalidateQueries({ queryKey: keys.imports });
  if (frame.type !== 'contacts') return;
  void client.invalidateQueries({ queryKey: keys.peoples, refetchType: 'active' });
  for (const id of frame.contact_ids) void client.invalidateQueries({ queryKey: keys.contact(id) });
}
