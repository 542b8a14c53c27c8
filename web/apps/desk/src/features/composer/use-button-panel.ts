/** Whether the buttons under the reply are open for writing. Buttons the channel cannot show are always in sight. */
import type { Capabilities } from '@otklik/api';
import { useState } from 'react';
import { countButtons, faultsOf } from '~/shared/keyboards/rows';
import type { ComposerState } from './use-composer';

export interface ButtonPanel {
  offered: boolean;
  open: boolean;
  /** Opened by hand, so that the first one is begun. */
  begins: boolean;
  count: number;
  toggle: () => void;
}

export function useButtonPanel(state: ComposerState, capabilities: Capabilities | null, round: string): ButtonPanel {
  const [openedIn, setOpenedIn] = useState<string | null>(null);
  const [foldedIn, setFoldedIn] = useState<string | null>(null);
  const count = countButtons(state.buttons);
  const shows = capabilities !== null && capabilities.buttons_max > 0;
  const offered = state.tab === 'reply' && (shows || count > 0);
  const trouble = count > 0 && (!shows || faultsOf(state.buttons, capabilities).length > 0);
  const opened = openedIn === round || (count > 0 && foldedIn !== round);
  const open = offered && (opened || trouble);
  const toggle = () => {
    setOpenedIn(open ? null : round);
    setFoldedIn(open ? round : null);
    // What was begun and left without a word is no button.
    if (open && state.buttons.every((row) => row.every((one) => !one.title.trim() && !one.url))) state.setButtons([]);
  };
  return { offered, open, begins: openedIn === round, count, toggle };
}
