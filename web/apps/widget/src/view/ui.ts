/** What every part of the window is given. */
import type { Chat } from '../chat';
import type { Composing } from '../composing';
import type { WordList } from '../words';

export interface Ui {
  chat: Chat;
  composing: Composing;
  say: WordList;
}
