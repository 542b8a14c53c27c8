/**
 * One tooltip for the whole page. What has a name to show says so in its attributes (`tip`); a tooltip of its own for each of
 * the hundred buttons of a conversation cost more than the buttons.
 *
 * It comes under a resting pointer or with the focus of the keyboard, may be pointed at itself, and goes by Esc (WCAG 1.4.13).
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { KeyCaps } from './key-caps';
import { follow, Naming } from './naming';
import { placeTip, type TipSide } from './tip-place';
import classes from './tips.module.css';

const ID = 'tip';

interface TipAttributes {
  'data-tip': string;
  'data-tip-keys'?: string;
  'data-tip-side'?: TipSide;
}

/** The attributes of an element that shows a name, keys, or both. */
export function tip(label: string, { keys = [], side = 'top' }: { keys?: string[] | undefined; side?: TipSide } = {}): TipAttributes | undefined {
  if (!label && keys.length === 0) return undefined;
  return { 'data-tip': label, ...(keys.length > 0 && { 'data-tip-keys': JSON.stringify(keys) }), ...(side !== 'top' && { 'data-tip-side': side }) };
}

/** Shows the names of what is pointed at; stands once in the page. */
export function Tips() {
  const [named, setNamed] = useState<HTMLElement | null>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => follow(new Naming<HTMLElement>(setNamed), ID), []);
  useLayoutEffect(() => {
    if (!named || !box.current) return undefined;
    const { left, top } = placeTip(named.getBoundingClientRect(), box.current.getBoundingClientRect(), { width: innerWidth, height: innerHeight }, named.dataset['tipSide'] === 'right' ? 'right' : 'top');
    box.current.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    return describe(named);
  }, [named]);
  if (!named) return null;
  const { tip: label, tipKeys } = named.dataset;
  return createPortal(
    <div ref={box} id={ID} role="tooltip" className={classes.tip}>
      {label ? <span>{label}</span> : null}
      {tipKeys ? <KeyCaps keys={JSON.parse(tipKeys) as string[]} /> : null}
    </div>,
    document.body,
  );
}

/** Ties the tooltip to what it names, unless it says no more than the name that is read out anyway. */
function describe(named: HTMLElement): (() => void) | undefined {
  const same = !named.dataset['tipKeys'] && named.getAttribute('aria-label') === named.dataset['tip'];
  if (same || named.hasAttribute('aria-describedby')) return undefined;
  named.setAttribute('aria-describedby', ID);
  return () => named.removeAttribute('aria-describedby');
}
