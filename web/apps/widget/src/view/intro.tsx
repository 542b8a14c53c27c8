/** What is asked before the first message, when the company wants it: a name, an address, consent. */
import { h } from 'preact';
import type { Profile } from '../types';
import { Fault } from './composer';
import type { Ui } from './ui';

const KINDS = { name: 'name', email: 'email', phone: 'tel' };

/** Nothing is asked twice, and nothing of somebody who is already known. */
export function needsIntro({ chat }: Ui): boolean {
  const { pre_chat, consent } = chat.site.config;
  const { profile, messages } = chat.state;
  const missing = pre_chat.some(({ field, required }) => required && !profile[field]);
  const offered = pre_chat.length > 0 && messages.length === 0 && profile.name === undefined;
  return missing || offered || (consent !== null && profile.consent_version !== consent.version);
}

export function Intro({ ui }: { ui: Ui }) {
  const { chat, composing, say } = ui;
  const { consent, pre_chat } = chat.site.config;
  const submit = (form: HTMLFormElement) => {
    const profile: Profile = { name: '', ...Object.fromEntries(new FormData(form)) };
    chat.introduce(profile).then(
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
          <input {...{ type: KINDS[field] }} name={field} required={required} maxLength={200} autoComplete={KINDS[field]} />
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
