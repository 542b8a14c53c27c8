import { IconAction } from '@otklik/ui';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './parts.module.css';

interface EditorFormProps {
  title: string;
  /** What the arrow beside the title is called. */
  back: string;
  onBack: () => void;
  onSave: () => void;
  children: ReactNode;
}

/** The page of one thing that is made or changed: its name above, a way back to the list, its fields below. */
export function EditorForm({ title, back, onBack, onSave, children }: EditorFormProps) {
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
    >
      <div className={classes.row}>
        <IconAction label={back} icon={IconArrowLeft} onClick={onBack} />
        <h1 className={classes.heading}>{title}</h1>
      </div>
      {children}
    </form>
  );
}
