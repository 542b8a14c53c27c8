/** Ticking rights: what one needs goes with it, and two people's changes of one role are laid together. */
export type Needs = Record<string, readonly string[]>;

export interface Ticked {
  held: string[];
  /** What was ticked or cleared along with it. */
  also: string[];
}

/** Everything a right needs, also by way of others. */
export function neededFor(right: string, needs: Needs): string[] {
  const found = new Set<string>();
  const walk = (one: string) => {
    for (const next of needs[one] ?? []) {
      if (!found.has(next)) {
        found.add(next);
        walk(next);
      }
    }
  };
  walk(right);
  return [...found];
}

/** Ticks a right with what it needs, or clears it with what makes no sense without it. */
export function tick(held: readonly string[], right: string, on: boolean, needs: Needs): Ticked {
  const now = new Set(held);
  if (on) {
    const also = neededFor(right, needs).filter((one) => !now.has(one));
    return { held: [...held.filter((one) => one !== right), right, ...also], also };
  }
  const also = held.filter((one) => one !== right && neededFor(one, needs).includes(right));
  return { held: held.filter((one) => one !== right && !also.includes(one)), also };
}

export interface RoleDraft {
  name: string;
  description: string;
  permissions: readonly string[];
  hidden_blocks: readonly string[];
}

export interface Difference {
  name: boolean;
  description: boolean;
  added: string[];
  removed: string[];
  hidden: string[];
  shown: string[];
}

export function differ(from: RoleDraft, to: RoleDraft): Difference {
  return {
    name: from.name !== to.name,
    description: from.description !== to.description,
    added: to.permissions.filter((one) => !from.permissions.includes(one)),
    removed: from.permissions.filter((one) => !to.permissions.includes(one)),
    hidden: to.hidden_blocks.filter((one) => !from.hidden_blocks.includes(one)),
    shown: from.hidden_blocks.filter((one) => !to.hidden_blocks.includes(one)),
  };
}

export function isSame({ name, description, added, removed, hidden, shown }: Difference): boolean {
  return !name && !description && added.length === 0 && removed.length === 0 && hidden.length === 0 && shown.length === 0;
}

/** Lays my changes over a colleague's: what I did not touch is as they left it. */
export function layTogether(base: RoleDraft, mine: RoleDraft, theirs: RoleDraft, needs: Needs): RoleDraft {
  const my = differ(base, mine);
  const cleared = my.removed.reduce<readonly string[]>((held, right) => tick(held, right, false, needs).held, theirs.permissions);
  const permissions = my.added.reduce<readonly string[]>((held, right) => tick(held, right, true, needs).held, cleared);
  const hidden_blocks = [...theirs.hidden_blocks.filter((one) => !my.shown.includes(one) && !my.hidden.includes(one)), ...my.hidden];
  return { name: my.name ? mine.name : theirs.name, description: my.description ? mine.description : theirs.description, permissions, hidden_blocks };
}
