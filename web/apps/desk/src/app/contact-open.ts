import { useState } from 'react';
import { keep, recall } from '~/shared/kept';

/** Whether the contact card is open: as a column it is remembered, as a drawer it starts closed. */
export function useContactOpen(column: boolean): [boolean, (open: boolean) => void] {
  const [asColumn, setAsColumn] = useState(() => recall('contactOpen') !== false);
  const [asDrawer, setAsDrawer] = useState(false);
  if (!column) return [asDrawer, setAsDrawer];
  const set = (open: boolean) => {
    keep('contactOpen', open);
    setAsColumn(open);
  };
  return [asColumn, set];
}
