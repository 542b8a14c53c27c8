import { useEffect, type RefObject } from 'react';

/** Arrow keys go from a field through what was found, and back; what they stop at carries `data-stop`. */
export function useArrowWalk(page: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const frame = page.current;
    const listen = (event: KeyboardEvent) => {
      const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      const target = event.target as HTMLElement;
      if (by === 0 || !frame || event.isComposing) return;
      const stops = [...frame.querySelectorAll<HTMLElement>('[data-stop]')];
      const place = stops.indexOf(target);
      const next = stops[place + by];
      if (place === -1 || !next) return;
      event.preventDefault();
      next.focus();
    };
    frame?.addEventListener('keydown', listen);
    return () => frame?.removeEventListener('keydown', listen);
  }, [page]);
}
