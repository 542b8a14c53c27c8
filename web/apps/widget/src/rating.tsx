/** How good the help was: asked below a closed conversation; comes only when there is something to rate. */
import { h } from 'preact';
import type { Chat } from './chat';
import css from './rating.css?inline';
import type { Lang } from './types';
import { Drawn } from './view/icons';
import type { Ui } from './view/ui';

export { css };

const COMMENT_MAX = 1000;
const WORDS: Record<Lang, { faces: string[]; thumbs: string[]; more: string; send: string; thanks: string; failed: string }> = {
  ru: {
    faces: ['Ужасно', 'Плохо', 'Средне', 'Хорошо', 'Отлично'],
    thumbs: ['Плохо', 'Хорошо'],
    more: 'Что можно было сделать лучше?',
    send: 'Отправить отзыв',
    thanks: 'Спасибо за оценку!',
    failed: 'Не получилось сохранить оценку. Попробуйте ещё раз.',
  },
  en: {
    faces: ['Terrible', 'Bad', 'So-so', 'Good', 'Great'],
    thumbs: ['Bad', 'Good'],
    more: 'What could we have done better?',
    send: 'Send the comment',
    thanks: 'Thank you for rating!',
    failed: 'The rating could not be saved. Please try again.',
  },
};
const FACE = 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M9 9.5v.5M15 9.5v.5';
const UP = 'M7 11v9H4v-9zM7 11l4-8c1.5 0 2.5 1 2 3l-.8 4H18c1.5 0 2.3 1 2 2.4l-1.3 6c-.2 1-1 1.6-2 1.6H7';
const DOWN = 'M7 13V4H4v9zM7 13l4 8c1.5 0 2.5-1 2-3l-.8-4H18c1.5 0 2.3-1 2-2.4l-1.3-6c-.2-1-1-1.6-2-1.6H7';
/** Drawn, not typed: a face looks the same on every machine. */
const SIGNS = {
  faces: ['M8 16.5q4-5 8 0', 'M8.5 16q3.5-2.5 7 0', 'M8.5 15h7', 'M8.5 14.5q3.5 2.5 7 0', 'M8 13.5q4 6.5 8 0z'].map((mouth) => FACE + mouth),
  thumbs: [DOWN, UP],
};
const SCORES = { faces: [1, 2, 3, 4, 5], thumbs: [1, 5] };

/** How the last word went; the window draws anew after each. */
let failed = false;
let sent = false;

type Shown = NonNullable<Chat['state']['rating']>;

async function rate({ chat }: Ui, said: Omit<Shown, 'score'> & { score: number }) {
  const before = chat.state.rating;
  chat.update({ rating: said }, false);
  try {
    const rating = await chat.call<Shown>('POST', 'rating', said);
    failed = false;
    sent = said.comment !== '';
    chat.update({ rating }, false);
    chat.emit('rated', { score: said.score });
  } catch {
    failed = true;
    chat.update({ rating: before }, false);
  }
}

export function Rating({ ui }: { ui: Ui }) {
  const { chat } = ui;
  const { lang, config } = chat.site;
  const { rating } = chat.state;
  if (!rating || !config.rating) return null;
  const { scale, question, comment } = config.rating;
  const say = WORDS[lang];
  const put = (score: number, words: string) => void rate(ui, { closing: rating.closing, score, comment: words });
  return (
    <section class="rating" aria-label={question[lang]}>
      <p>{question[lang]}</p>
      <div role="group" aria-label={question[lang]}>
        {SCORES[scale].map((score, place) => (
          <button key={score} type="button" title={say[scale][place]} aria-label={say[scale][place]} aria-pressed={rating.score === score} onClick={() => put(score, rating.comment)}>
            <Drawn path={SIGNS[scale][place] ?? FACE} />
          </button>
        ))}
      </div>
      {rating.score !== null && comment && !sent && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const words = event.currentTarget.querySelector('textarea')?.value ?? '';
            if (rating.score !== null) put(rating.score, words.trim());
          }}
        >
          <textarea name="comment" rows={2} maxLength={COMMENT_MAX} placeholder={say.more} aria-label={say.more} defaultValue={rating.comment} />
          <button class="begin">{say.send}</button>
        </form>
      )}
      <div class={failed ? 'note bad' : 'note'} role="status">
        {failed ? say.failed : rating.score !== null && say.thanks}
      </div>
    </section>
  );
}
