/** Whose the copy in this browser is: one operator of one company, and one release of the desk. */
import type { Session } from '@otklik/api';
import { keep, recall } from '../kept';
import { ownRelease } from '../release';
import { SHAPE } from './bounds';

const NAME = 'owner';

const personOf = ({ workspace, operator }: Session) => `${workspace.id}.${operator.id}`;

export function isSamePerson(one: Session, other: Session): boolean {
  return personOf(one) === personOf(other);
}

/** Notes who is signed in, at once and for all tabs; true when it was somebody else before. */
export function noteOwner(session: Session): boolean {
  const before = recall(NAME);
  keep(NAME, personOf(session));
  return before !== null && before !== personOf(session);
}

/** The name under which a copy may be read and written; null where none is kept, as in a desk served by tools of developers. */
export function ownerMark(): string | null {
  const who = recall(NAME);
  const release = ownRelease();
  return typeof who === 'string' && release ? `${SHAPE} ${release} ${who}` : null;
}
