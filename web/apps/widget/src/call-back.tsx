/** The form of who wants to be called back: a number, and one of the times that are offered. */
import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Refused } from './api';
import type { Words } from './call-words';
import type { Calling } from './calling';
import { uuid7 } from './uuid';
import type { Ui } from './view/ui';

export function Back({ ui: { chat }, say, calling }: { ui: Ui; say: Words; calling: Calling }) {
  const [slots, setSlots] = useState<string[]>([]);
  const [id] = useState(uuid7);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');
  useEffect(() => {
    chat
      .ensure()
      .then(() => chat.call<{ slots: string[] }>('GET', 'callbacks/slots'))
      .then((found) => setSlots(found.slots), () => setWrong(say.failed));
  }, [chat, say.failed]);
  const ask = async (event: Event) => {
    event.preventDefault();
    const said = new FormData(event.currentTarget as HTMLFormElement);
    setBusy(true);
    try {
      await chat.call('POST', 'callbacks', { client_id: id, phone: said.get('phone'), at: said.get('at') });
      calling.promised();
    } catch (error) {
      setBusy(false);
      setWrong(error instanceof Refused && error.status === 422 ? say.wrongPhone : say.failed);
    }
  };
  const time = (at: string) => new Date(at).toLocaleString(chat.site.lang, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  return (
    <div class="talk">
      <form onSubmit={(event) => void ask(event)}>
        <strong>{say.askBack}</strong>
        <label>
          {say.phone}
          <input name="phone" type="tel" autocomplete="tel" required maxLength={40} defaultValue={chat.state.profile.phone ?? ''} />
        </label>
        <label>
          {say.when}
          <select name="at" required>
            {slots.map((at) => (
              <option key={at} value={at}>
                {time(at)}
              </option>
            ))}
          </select>
        </label>
        {wrong && (
          <div class="bad" role="alert">
            {wrong}
          </div>
        )}
        <div class="line">
          <button class="send" disabled={busy || slots.length === 0}>
            {say.ask}
          </button>
          <button type="button" onClick={() => calling.dismiss()}>
            {say.cancel}
          </button>
        </div>
      </form>
    </div>
  );
}
