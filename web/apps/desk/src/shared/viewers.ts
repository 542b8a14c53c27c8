/** Which colleagues look at a conversation now, and who of them writes. */
import type { Viewer } from '@otklik/realtime';
import { useQuery } from '@tanstack/react-query';
import { keys } from './keys';
import { useSession } from './session';

/** Everybody but oneself; pushed, never asked for. */
export function useOtherViewers(conversation: number): Viewer[] {
  const me = useSession().operator.id;
  const { data } = useQuery<Viewer[]>({ queryKey: keys.viewers(conversation), queryFn: () => [], enabled: false, initialData: [] });
  return data.filter((viewer) => viewer.operator_id !== me);
}
