/** What the loader hands to the chat window when it brings it; the window keeps the same description. */

export type Call = [name: string, ...args: unknown[]];

export interface Config {
  ui: string;
  colour: string;
  /** Black or white, whichever the server found readable on the colour. */
  ink: string;
  position: string;
}

export interface Site {
  key: string;
  base: string;
  /** The full-page form: no button, always open. */
  page: boolean;
  lang: 'ru' | 'en';
  config: Config;
  host: HTMLElement;
  root: ShadowRoot;
  button: HTMLButtonElement;
  style: (css: string) => void;
  unread: (count: number) => void;
}

export interface Ui {
  start: (site: Site) => (...call: Call) => unknown;
}
