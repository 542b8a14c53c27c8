/** The part of the window that comes on demand, as one file. */
export { default as css } from './extras.css?inline';
export { attach } from './attaching';
export { Attached } from './view/attached';
export { Barred } from './view/barred';
export { History } from './view/history';
export { Intro } from './view/intro';
