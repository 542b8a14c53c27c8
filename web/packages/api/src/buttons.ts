/** Shapes of the wire: buttons under messages. */
export interface MessageButton {
  title: string;
  payload?: string | null;
  url?: string | null;
  pressed: boolean;
  /** When last, where that is known. */
  pressed_at: string | null;
}

/** A button that is being written, right or wrong; a link is told from an answer by its address, which may be empty. */
export interface ButtonSketch {
  title: string;
  payload: string;
  url: string | null;
}

/** A button to be sent; without `payload` it sends its title back. */
export interface NewButton {
  title: string;
  payload?: string;
  url?: string;
}
