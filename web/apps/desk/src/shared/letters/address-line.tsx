import { IconX } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { addAddresses, isAddress, splitAddresses } from './addresses';
import classes from './address-line.module.css';

interface AddressLineProps {
  label: string;
  addresses: string[];
  /** Right whatever it looks like. */
  known?: string | undefined;
  error?: string | undefined;
  /** Just opened by hand, to be typed into. */
  focused?: boolean;
  onChange: (addresses: string[]) => void;
}

const ENDS = new Set(['Enter', ',', ';', 'Tab']);

/** Recipients as chips: typed, pasted several at once, taken away one by one. */
export function AddressLine({ label, addresses, known, error, focused = false, onChange }: AddressLineProps) {
  const { t } = useTranslation('composer');
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const right = (one: string) => isAddress(one) || one.toLowerCase() === known?.toLowerCase();
  const wrong = addresses.filter((one) => !right(one));
  const faults = [...wrong.map((one) => t('letter.bad', { address: one })), ...(error ? [error] : [])];

  useEffect(() => {
    if (focused) field.current?.focus();
  }, [focused]);

  const take = (text: string) => {
    const found = splitAddresses(text);
    if (found.length > 0) onChange(addAddresses(addresses, found));
    setTyped('');
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (ENDS.has(event.key) && typed.trim() !== '') {
      if (event.key !== 'Tab') event.preventDefault();
      take(typed);
    } else if (event.key === 'Enter') event.preventDefault();
    else if (event.key === 'Backspace' && typed === '' && addresses.length > 0) {
      event.preventDefault();
      // The last one comes back as text, to be mended.
      setTyped(addresses.at(-1) ?? '');
      onChange(addresses.slice(0, -1));
    }
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData('text');
    if (!/[,;\n]|@.*\s.*@/.test(text)) return;
    event.preventDefault();
    take(typed + text);
  };

  return (
    <div className={classes.line}>
      <label className={classes.label} htmlFor={id}>
        {label}
      </label>
      <div className={classes.field}>
        <ul className={classes.chips} aria-label={label}>
          {addresses.map((one) => (
            <li key={one} className={classes.chip} data-wrong={!right(one)}>
              <span className="truncate" title={one}>
                {one}
              </span>
              <button type="button" className={classes.drop} aria-label={t('letter.remove', { address: one })} onMouseDown={(event) => event.preventDefault()} onClick={() => onChange(addresses.filter((other) => other !== one))}>
                <IconX size={12} stroke={2} aria-hidden="true" />
              </button>
            </li>
          ))}
          <li className={classes.typing}>
            <input
              ref={field}
              id={id}
              className={classes.input}
              value={typed}
              type="text"
              inputMode="email"
              autoComplete="off"
              spellCheck={false}
              data-autofocus={focused || undefined}
              aria-invalid={faults.length > 0}
              aria-describedby={faults.length > 0 ? `${id}-error` : undefined}
              onChange={(event) => setTyped(event.currentTarget.value)}
              onKeyDown={onKeyDown}
              onPaste={onPaste}
              onBlur={() => take(typed)}
            />
          </li>
        </ul>
        {faults.length > 0 ? (
          <span id={`${id}-error`} className={classes.error} role="alert">
            {faults.join(' ')}
          </span>
        ) : null}
      </div>
    </div>
  );
}
