/** As much of IndexedDB as the drawer asks for, in memory: for tests. */
type Deed = () => unknown;

class Request {
  result: unknown;
  error: Error | null = null;
  onsuccess: Deed | null = null;
  onerror: Deed | null = null;
  onupgradeneeded: Deed | null = null;

  constructor(work: () => unknown) {
    queueMicrotask(() => {
      try {
        this.result = work();
        this.onupgradeneeded?.();
        this.onsuccess?.();
      } catch (error) {
        this.error = error as Error;
        this.onerror?.();
      }
    });
  }
}

export interface MemoryDrawer {
  held: Map<string, unknown>;
  /** What every writing fails with. */
  full: Error | null;
  /** A drawer of a private window cannot be opened. */
  refused: boolean;
  /** Closes it, so that it has to be opened anew. */
  close: Deed;
}

/** Puts a drawer in the place of the browser's. */
export function layMemoryDrawer(): MemoryDrawer {
  const drawer: MemoryDrawer = { held: new Map(), full: null, refused: false, close: () => database.onclose?.() };
  const store = {
    get: (name: string) => new Request(() => structuredClone(drawer.held.get(name))),
    put: (value: unknown, name: string) => new Request(() => drawer.held.set(name, structuredClone(value))),
    delete: (name: string) => new Request(() => drawer.held.delete(name)),
    clear: () => new Request(() => drawer.held.clear()),
  };
  const transaction = (_: string, mode: string) => {
    const tx = { error: drawer.full, oncomplete: null as Deed | null, onabort: null as Deed | null, objectStore: () => store };
    setTimeout(() => (drawer.full && mode === 'readwrite' ? tx.onabort?.() : tx.oncomplete?.()));
    return tx;
  };
  const database = { transaction, createObjectStore: () => store, onclose: null as Deed | null };
  const open = () =>
    new Request(() => {
      if (drawer.refused) throw new Error('refused');
      return database;
    });
  Object.defineProperty(globalThis, 'indexedDB', { configurable: true, value: { open } });
  return drawer;
}
