/**
 * The drawer of this browser (IndexedDB) in which the desk keeps its copy. It holds one copy of one operator at a time.
 * Everything here may be refused, by a private window or a full disk: then there is no copy, and that is all.
 */
import { isOver, surplus, type Index, type Piece } from './bounds';

const NAME = 'otklik-copy';
const PIECES = 'pieces';
const INDEX = 'index';

let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(PIECES);
    asked.onsuccess = () => {
      asked.result.onclose = () => (opened = null);
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error ?? new Error('refused'));
  }).catch((error: unknown) => {
    opened = null;
    throw error;
  });
  return opened;
}

function answered<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('refused'));
  });
}

async function within<Result>(mode: IDBTransactionMode, deed: (pieces: IDBObjectStore) => Promise<Result>): Promise<Result> {
  const tx = (await open()).transaction(PIECES, mode);
  const done = new Promise<void>((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error ?? new Error('aborted'));
  });
  const [result] = await Promise.all([deed(tx.objectStore(PIECES)), done]);
  return result;
}

async function findIndex(pieces: IDBObjectStore): Promise<Index | undefined> {
  return (await answered(pieces.get(INDEX) as IDBRequest<unknown>)) as Index | undefined;
}

export interface Found {
  at: number;
  pieces: (Piece & { at: number })[];
}

/** What this owner's copy holds under the wanted names; null when there is none, or it is another's or too old. */
export function readPieces(owner: string, isWanted: (name: string) => boolean): Promise<Found | null> {
  return within('readonly', async (pieces) => {
    const index = await findIndex(pieces);
    if (index?.owner !== owner || isOver(index.at, Date.now())) return null;
    const wanted = Object.entries(index.sizes).filter(([name, { at }]) => isWanted(name) && !isOver(at, Date.now()));
    const texts = await Promise.all(wanted.map(([name]) => answered(pieces.get(name) as IDBRequest<unknown>)));
    return { at: index.at, pieces: wanted.map(([name, { at }], place) => ({ name, at, text: String(texts[place]) })) };
  });
}

/** Makes the drawer this owner's: what was another's is thrown away. */
export function claim(owner: string): Promise<void> {
  return within('readwrite', async (pieces) => {
    if ((await findIndex(pieces))?.owner === owner) return;
    pieces.clear();
    pieces.put({ owner, at: Date.now(), sizes: {} } satisfies Index, INDEX);
  });
}

export interface Change {
  /** When what is kept was last known to be true. */
  at: number;
  kept: Piece[];
  gone: (name: string) => boolean;
}

/** Puts pieces in and takes others out; false when the drawer is no longer this owner's, and nothing was written. */
export function changePieces(owner: string, { at, kept, gone }: Change): Promise<boolean> {
  return within('readwrite', async (pieces) => {
    const index = await findIndex(pieces);
    if (index?.owner !== owner) return false;
    for (const { name, text } of kept) {
      index.sizes[name] = { chars: text.length, at };
      pieces.put(text, name);
    }
    const leaving = [...Object.keys(index.sizes).filter(gone), ...surplus(index, Date.now())];
    for (const name of leaving) pieces.delete(name);
    const sizes = Object.fromEntries(Object.entries(index.sizes).filter(([name]) => !leaving.includes(name)));
    pieces.put({ owner, at, sizes } satisfies Index, INDEX);
    return true;
  });
}

export async function keptNames(owner: string): Promise<string[]> {
  return (await readPieces(owner, () => true))?.pieces.map((one) => one.name) ?? [];
}

/** Empties the drawer. */
export async function wipe(): Promise<void> {
  try {
    await within('readwrite', async (pieces) => {
      await answered(pieces.clear());
    });
  } catch {
    // What cannot be opened holds nothing.
  }
}
