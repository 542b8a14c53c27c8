import path from 'node:path';
import type { Rolldown } from 'vite';

type Context = Parameters<Rolldown.CodeSplittingNameFunction>[1];

/** Files of the desk, told by the screens that begin them: what a screen needs comes as one file, not as fifty. */
const FILES = {
  soon: [
    'app/alerts/desk-news.tsx',
    'app/offer-toasts.tsx',
    'app/status-actions.tsx',
    'features/inbox/list-menu.tsx',
  ],
  thread: ['features/conversation/conversation-pane.tsx', 'features/composer/composer.tsx', 'features/contact/contact-card.tsx'],
};

/** How many screens must share a piece of a library before it moves in with the others that many share. */
const MANY = 4;

/**
 * Our own modules that a screen imports, directly or through others, but not what it fetches later. Libraries are left
 * out: through an index that names all it has, everything would be reached.
 */
function reach(begin: readonly string[], context: Context): Set<string> {
  const found = new Set<string>();
  const open = [...begin];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id) || id.includes('node_modules')) continue;
    found.add(id);
    open.push(...(context.getModuleInfo(id)?.importedIds ?? []));
  }
  return found;
}

/**
 * Groups the modules of the desk into files.
 *
 * A request costs a browser and a server far more than the bytes of one more icon, so the first screen is one file, what
 * every desk fetches right after it a second, a conversation with its composer and card a third, and a fourth the pieces
 * of libraries that many screens share. Everything else stays apart until it is wanted.
 */
export function chunks(source: string): Rolldown.CodeSplittingGroup[] {
  const reached = new Map<string, Set<string>>();
  const grouped = Object.entries(FILES).map(([name, begin], order): Rolldown.CodeSplittingGroup => ({
    priority: 10 - order,
    name: (id, context) => {
      let members = reached.get(name);
      if (!members) reached.set(name, (members = reach(begin.map((file) => path.join(source, file)), context)));
      return members.has(id) ? name : null;
    },
  }));
  return [
    { name: 'first', tags: ['$initial'], priority: 20 },
    ...grouped,
    { name: 'pieces', test: /node_modules/, minShareCount: MANY },
  ];
}
