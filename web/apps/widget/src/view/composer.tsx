/** Where the visitor writes: text, files, the quoted message. */
import { h } from 'preact';
import { theRest } from '../more';
import { Icon } from './icons';
import type { Ui } from './ui';

function fit(field: HTMLTextAreaElement) {
  field.style.height = '0';
  field.style.height = `${Math.min(field.scrollHeight, 120)}px`;
}

export const Fault = ({ ui: { composing, say } }: { ui: Ui }) =>
  composing.fault ? (
    <div class="note bad" role="alert">
      {say.failed}: {composing.fault}
    </div>
  ) : null;

function onKey(event: KeyboardEvent, ui: Ui) {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  ui.composing.submit();
}

function onPaste(event: ClipboardEvent, ui: Ui) {
  const files = event.clipboardData?.files;
  if (!files?.length) return;
  event.preventDefault();
  ui.composing.attach(files);
}

function onInput(field: HTMLTextAreaElement, ui: Ui) {
  fit(field);
  theRest(ui.chat);
  ui.chat.typed(field.value);
}

function onFiles(field: HTMLInputElement, ui: Ui) {
  ui.composing.attach([...(field.files ?? [])]);
  field.value = '';
}

export function Composer({ ui }: { ui: Ui }) {
  const { chat, composing, say } = ui;
  const busy = composing.about ?? composing.uploads[0];
  const rest = busy && theRest(chat);
  return (
    <form
      class="write"
      onSubmit={(event) => {
        event.preventDefault();
        composing.submit();
      }}
    >
      {rest && <rest.Attached ui={ui} />}
      <Fault ui={ui} />
      {chat.site.config.peeks && <div class="note">{say.peeks}</div>}
      <div class="box">
        <label class="icon" title={say.attach}>
          <input type="file" multiple aria-label={say.attach} onChange={(event) => onFiles(event.currentTarget, ui)} />
          <Icon name="clip" />
        </label>
        <textarea
          rows={1}
          ref={(field) => void (composing.field = field)}
          maxLength={chat.site.config.limits.text}
          placeholder={say.place}
          aria-label={say.place}
          onKeyDown={(event) => onKey(event, ui)}
          onPaste={(event) => onPaste(event, ui)}
          onInput={(event) => onInput(event.currentTarget, ui)}
        />
        <button class="icon send" title={say.send} disabled={composing.busy}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}
