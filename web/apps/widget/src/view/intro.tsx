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
  const submit = (form: HTMLFormElement) => {
    chat.introduce(Object.fromEntries(new FormData(form)) as Profile).then(
      () => composing.write(''),
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
      {pre_chat.length > 0 && <b>{say.intro}</b>}
      {pre_chat.map(({ field, required }) => (
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
      <button class="begin">{say.begin}</button>
    </form>
  );
}
