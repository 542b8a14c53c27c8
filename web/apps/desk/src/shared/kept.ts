/** Small things this browser remembers. A full or forbidden storage is no reason to stop. */
const PREFIX = 'otklik.';

export function recall(name: string): unknown {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? null : ((JSON.parse(text) as unknown));
  } catch {
    return null;
  }
}

export function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Nothing is lost for now: the value still lives on the screen.
  }
}

export function forget(name: string): void {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // See keep.
  }
}

/** Names of all that is kept whose name starts so. */
export function keptNames(start: string): string[] {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(PREFIX + start))
      .map((name) => name.slice(PREFIX.length));
  } catch {
    return [];
  }
}

/** Forgets everything whose name starts so; an empty start means all of it. */
export function forgetAll(start = ''): void {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(PREFIX + start)) localStorage.removeItem(name);
    }
  } catch {
    // See keep.
  }
}
