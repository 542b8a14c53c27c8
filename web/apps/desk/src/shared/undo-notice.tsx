import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';

const SHOWN_MS = 8000;

/** Says what was done and lets it be taken back. */
export function tellUndoable(message: string, undo: string, onUndo: () => void): void {
  const id = notifications.show({
    autoClose: SHOWN_MS,
    message: (
      <span style={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 12 }}>
        {message}
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            notifications.hide(id);
            onUndo();
          }}
        >
          {undo}
        </Button>
      </span>
    ),
  });
}
