import classes from './empty-state.module.css';

export type Drawing = 'tray' | 'talk' | 'search' | 'plug' | 'done';

const paths: Record<Drawing, { base: string; ink: string }> = {
  tray: {
    base: 'M14 40 24 16h48l10 24v18a4 4 0 0 1-4 4H18a4 4 0 0 1-4-4V40h20l4 8h20l4-8h20',
    ink: 'M38 26h20M42 33h12',
  },
  talk: {
    base: 'M12 14h44a5 5 0 0 1 5 5v20a5 5 0 0 1-5 5H32L20 54V44h-8a5 5 0 0 1-5-5V19a5 5 0 0 1 5-5Z',
    ink: 'M68 28h14a5 5 0 0 1 5 5v16a5 5 0 0 1-5 5h-4v9l-10-9H52',
  },
  search: { base: 'M42 12a22 22 0 1 0 0 44 22 22 0 0 0 0-44Zm16 38 18 16', ink: 'M32 30h20M34 38h14' },
  plug: { base: 'M8 36h24m0-14h16v28H32a8 8 0 0 1-8-8V30a8 8 0 0 1 8-8Z', ink: 'M48 30h10m-10 12h10m6-20h8a8 8 0 0 1 8 8v12a8 8 0 0 1-8 8h-8V22Zm16 14h8' },
  done: { base: 'M48 10a26 26 0 1 0 0 52 26 26 0 0 0 0-52Z', ink: 'm36 37 9 9 16-18' },
};

export function LineDrawing({ drawing }: { drawing: Drawing }) {
  const { base, ink } = paths[drawing];
  return (
    <svg className={classes.drawing} viewBox="0 0 96 72" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={base} />
      <path className="ink" d={ink} />
    </svg>
  );
}
