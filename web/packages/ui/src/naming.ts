/** What is to be named now: follows the pointer and the focus, and knows when a name would be in the way. */
export const REST_MS = 350;
/** Who has just read one name reads the next without waiting. */
export const STILL_READING_MS = 400;

/** The one element whose name is shown, or none; `show` hears of each change. */
export class Naming<Named extends { isConnected: boolean }> {
  private shown: Named | null = null;
  /** Rests under the pointer: to be named soon, or never while it is being pressed. */
  private under: Named | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private hiddenAt = -Infinity;

  constructor(private readonly show: (named: Named | null) => void) {}

  /** The pointer is over something with a name, or over nothing that has one. */
  point(named: Named | null): void {
    if (named === null) { this.hide(); return; }
    if (named === this.shown || named === this.under) return;
    const reading = this.shown !== null || performance.now() - this.hiddenAt < STILL_READING_MS;
    this.hide();
    if (reading) { this.reveal(named); return; }
    this.under = named;
    this.timer = setTimeout(() => {
      if (named.isConnected) this.reveal(named);
    }, REST_MS);
  }

  /** Whoever presses knows the name: it comes again after the pointer has left. */
  press(named: Named | null): void {
    this.hide();
    this.hiddenAt = -Infinity;
    this.under = named;
  }

  reveal(named: Named): void {
    clearTimeout(this.timer);
    this.under = null;
    this.shown = named;
    this.show(named);
  }

  hide(): void {
    clearTimeout(this.timer);
    this.under = null;
    if (this.shown === null) return;
    this.shown = null;
    this.hiddenAt = performance.now();
    this.show(null);
  }
}

/** What has a name at this place: nothing while the menu it has opened is there. */
function namedAt(target: EventTarget | null): HTMLElement | null {
  const found = target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;
  return found?.getAttribute('aria-expanded') === 'true' ? null : found;
}

const putsAway = new Set(['Escape', 'Enter', ' ']);

/** Lets the page's pointer and focus lead; `own` is the id of the tooltip, which may be pointed at. Gives the way to stop. */
export function follow(naming: Naming<HTMLElement>, own: string): () => void {
  const listening = new AbortController();
  const options = { signal: listening.signal, capture: true, passive: true };
  const on = <Kind extends keyof DocumentEventMap>(kind: Kind, act: (event: DocumentEventMap[Kind]) => void) => document.addEventListener(kind, act, options);
  const hide = () => naming.hide();
  on('pointerover', (event) => {
    if (event.pointerType === 'touch' || (event.target instanceof Element && event.target.closest(`#${own}`))) return;
    naming.point(namedAt(event.target));
  });
  on('pointerdown', (event) => naming.press(namedAt(event.target)));
  on('focusin', (event) => {
    const named = namedAt(event.target);
    if (named?.matches(':focus-visible')) naming.reveal(named);
    else hide();
  });
  on('keydown', (event) => {
    if (putsAway.has(event.key)) hide();
  });
  on('focusout', hide);
  on('scroll', hide);
  document.documentElement.addEventListener('pointerleave', hide, { signal: listening.signal });
  return () => {
    listening.abort();
    hide();
  };
}
