/** What stands in the place of the field where only people may write whom the site vouches for. */
import { h } from 'preact';
import { moreWords } from '../more-words';
import type { Ui } from './ui';

export function Barred({ ui: { chat } }: { ui: Ui }) {
  const say = moreWords(chat.site.lang);
  return (
    <div class="barred" role="status">
      {chat.state.refused ? say.refused : say.barred}
    </div>
  );
}
