/** The part of the window that comes on demand, as one file. */
export { default as css } from './extras.css?inline';
export { formatted } from './marks';
export { poll } from './poll';
export { carry } from './upload';
export { Acts, Buttons, Unsent } from './view/acts';
export { Attached } from './view/attached';
export { Intro } from './view/intro';
