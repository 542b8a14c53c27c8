import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';

const SHOWN_MS = 8000;

interface Offer {
  label: string;
  run: () => void;
}

/** Says what was done and lets it be taken back; `more` is what may be wanted next. */
export function tellUndoable(message: string, undo: string, onUndo: () => void, more?: Offer): void {
  const act = (run: () => void) => () => {
    notifications.hide(id);
    run();
  };
  const id = notifications.show({
    autoClose: SHOWN_MS,
    message: (
      <span style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: 8 }}>
        {message}
        <span style={{ display: 'flex', gap: 8, marginInlineStart: 'auto' }}>
          {more ? (
            <Button size="compact-sm" variant="default" onClick={act(more.run)}>
              {more.label}
            </Button>
          ) : null}
          <Button size="compact-sm" variant="light" onClick={act(onUndo)}>
            {undo}
          </Button>
        </span>
      </span>
    ),
  });
}
