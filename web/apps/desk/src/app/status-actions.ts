import { useAction } from '~/shared/actions';
import { useSession } from '~/shared/session';
import { useChooseStatus } from './choose-status';

/** One's own status by the palette and by keys; a break has a reason, so it is taken in the menu. */
export default function StatusActions(): null {
  const { presence } = useSession().operator;
  const choose = useChooseStatus();
  useAction('status.online', () => choose({ presence: 'online' }), presence !== 'online');
  useAction('status.busy', () => choose({ presence: 'busy' }), presence !== 'busy');
  useAction('status.away', () => choose({ presence: 'away' }), presence !== 'away');
  useAction('status.offline', () => choose({ presence: 'offline' }), presence !== 'offline');
  return null;
}
