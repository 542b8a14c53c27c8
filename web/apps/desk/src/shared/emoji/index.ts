export { findColon, findEmoji, loadEmoji, type Emoji } from './catalog';
export { chooseTone, habits, inTone, noteUse } from './habits';
