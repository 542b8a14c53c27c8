/** What the loader hands to the chat window when it brings it; the window keeps the same description. */

export type Call = [name: string, ...args: unknown[]];

/** Greetings with their manners; what shows them reads the rest. */
export interface Greets {
  dnt: boolean;
  consent: boolean;
}

type Words = Record<'ru' | 'en', string>;

export interface Paint {
  colour: string;
  /** Black or white, whichever the server found readable on the colour. */
  ink: string;
}

export interface Config extends Paint {
  ui: string;
  /** What takes its place where the conversation is hidden from the site. */
  frame: string;
  /** What shows greetings; empty when there are none. */
  greetings: string;
  greets: Greets | null;
  online: boolean;
  dark: Paint;
  theme: string;
  /** Which the owner has chosen; "auto" leaves it to the page. */
  language: string;
  position: string;
  /** From the side and from below, in pixels. */
  offset: number[];
  /** What stands on the button beside the sign. */
  label: Words;
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
  /** Put the colours, the corner and the words of the button on the page; again when the configuration changed. */
  paint: () => void;
  /** Whether the page has said that its visitor consents. */
  agrees?: () => boolean;
}

export interface Ui {
  start: (site: Site, door?: (...call: Call) => unknown) => (...call: Call) => unknown;
}

/** Given along with the loader by the server; the wrapping of `/widget/loader/KEY.js` names them. */
export interface Given {
  key: string;
  config: Config | null;
}
