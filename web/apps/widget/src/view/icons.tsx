/** Line drawings, 24 by 24. */
import { h } from 'preact';
const PATHS = {
  close: 'M6 6l12 12M18 6L6 18',
  send: 'M5 12h14M13 6l6 6-6 6',
  clip: 'M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 5 5l-8.5 8.5a1.7 1.7 0 0 1-2.5-2.5L14.5 7.5',
  file: 'M7 3h7l5 5v13H7zM14 3v5h5',
  reply: 'M9 7L4 12l5 5M4 12h10a6 6 0 0 1 6 6v1',
  edit: 'M4 20l1-4L16 5l3 3L8 19z',
  remove: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
};

export const Icon = ({ name }: { name: keyof typeof PATHS }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);
