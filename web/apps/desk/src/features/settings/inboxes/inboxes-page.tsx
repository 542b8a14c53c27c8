import { useNavigate, useParams } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { Loaded } from '../loaded';
import type { FullInbox } from '../wire';
import { InboxDetail } from './inbox-detail';
import { InboxList } from './inbox-list';
import { NewInbox } from './new-inbox';

/** Channels of the company: all of them, one of them, or a new one, by the address. */
export default function InboxesPage() {
  const { item } = useParams({ strict: false });
  const navigate = useNavigate();
  const inboxes = useQuery({ queryKey: keys.inboxes, queryFn: async () => (await server.get<{ items: FullInbox[] }>('/inboxes')).items, refetchInterval: 30_000 });
  const open = (id: number | string | null) => void navigate(id === null ? { to: '/settings/$section', params: { section: 'inboxes' } } : { to: '/settings/$section/$item', params: { section: 'inboxes', item: String(id) } });
  if (item === 'new') return <NewInbox onBack={() => open(null)} onMade={(inbox) => open(inbox.id)} />;
  return (
    <Loaded query={inboxes}>
      {(all) => {
        const chosen = all.find((inbox) => String(inbox.id) === item);
        if (chosen) return <InboxDetail key={chosen.id} inbox={chosen} onBack={() => open(null)} />;
        return <InboxList inboxes={all} onAdd={() => open('new')} />;
      }}
    </Loaded>
  );
}
