/** What is asked before the first message, when the company wants it: a name, an address, consent. */
import { h } from 'preact';
import { moreWords } from '../more-words';
import type { Profile } from '../types';
import { Fault } from './composer';
import type { Ui } from './ui';

const KINDS = { name: 'name', email: 'email', phone: 'tel' };

export function Intro({ ui }: { ui: Ui }) {
  const { chat, composing } = ui;
  const say = moreWords(chat.site.lang);
  const { consent, pre_chat } = chat.site.config;
  const { left } = chat;
  const asked = left ? [...pre_chat.filter(({ field }) => field !== left.field), left] : pre_chat;
  const submit = (form: HTMLFormElement) => {
    const { question, ...profile } = Object.fromEntries(new FormData(form)) as Profile & { question?: string };
    chat.introduce(profile).then(
      () => (question?.trim() ? chat.send({ text: question.trim() }) : composing.write('')),
      () => composing.fail(say.begin),
    );
  };
  return (
    <form
      class="intro"
      onSubmit={(event) => {
        event.preventDefault();
        submit(event.currentTarget);
      }}
    >
      {asked.length > 0 && <b>{left ? say.away : say.intro}</b>}
      {left && (
        <label>
          {say.question} *
          <textarea name="question" required rows={3} maxLength={chat.site.config.limits.text} />
        </label>
      )}
      {asked.map(({ field, required }) => (
        <label key={field}>
          {say[field]}
          {required && ' *'}
          <input type={KINDS[field] as 'text'} name={field} required={required} maxLength={200} autoComplete={KINDS[field]} />
        </label>
      ))}
      {consent && (
        <label class="tick">
          <input type="checkbox" name="consent_version" value={consent.version} required />
          <span>
            {consent.text[chat.site.lang]}{' '}
            {consent.url && (
              <a href={consent.url} target="_blank" rel="noopener">
                {say.more}
              </a>
            )}
          </span>
        </label>
      )}
      <Fault ui={ui} />
      <button class="begin">{left ? say.leave : say.begin}</button>
    </form>
  );
}
