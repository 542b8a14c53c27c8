import { expect, test } from 'vitest';
import { configOf, contrast, paintsOf, pickInk, unreadable } from './look';

test.each([
  ['#000000', '#ffffff', 21],
  ['#4a4fe0', '#ffffff', 6.04],
  ['#767676', '#ffffff', 4.54],
  ['#ffffff', '#ffffff', 1],
])('the contrast of %s and %s is that of WCAG', (one, other, ratio) => {
  expect(contrast(one, other)).toBeCloseTo(ratio, 1);
  expect(contrast(other, one)).toBe(contrast(one, other));
});

test('the text is black or white, whichever reads better, and readable on every colour', () => {
  const steps = ['00', '33', '66', '77', '88', '99', 'cc', 'ff'];
  const colours = steps.flatMap((red) => steps.flatMap((green) => steps.map((blue) => `#${red}${green}${blue}`)));
  expect(Math.min(...colours.map((colour) => contrast(colour, pickInk(colour, 'auto'))))).toBeGreaterThanOrEqual(4.5);
  expect([pickInk('#ffdd2d', 'auto'), pickInk('#1a237e', 'auto'), pickInk('#ffdd2d', 'white')]).toEqual(['#000000', '#ffffff', '#ffffff']);
});

test('white text on yellow is refused with its number, in whichever theme it stands', () => {
  expect(unreadable({ colour: '#ffdd2d', ink: 'white' })).toEqual([{ field: 'colour', ratio: 1.3 }]);
  expect(unreadable({ colour: '#1a237e', colour_dark: '#ffdd2d', ink: 'white' }).map(({ field }) => field)).toEqual(['colour_dark']);
  expect(unreadable({ colour: '#ffdd2d', ink: 'auto' })).toEqual([]);
  expect(unreadable({ colour: '#7777', ink: 'white' })).toEqual([]);
});

test('a colour half typed leaves the preview as it was by default', () => {
  expect(paintsOf({ colour: '#ff' }).light.colour).toBe('#4a4fe0');
  expect(paintsOf({ colour: '#112233' }).dark.colour).toBe('#112233');
});

test('what is empty or out of bounds has the defaults the server would take', () => {
  const { title, offset, position, consent, pre_chat } = configOf({ title_en: 'Help', offset_x: 999, offset_y: null, position: 'top', ask_email: 'required', ask_name: 'off' }, 'Чай', 'light');
  expect({ title, offset, position, consent, pre_chat }).toEqual({ title: { ru: 'Help', en: 'Help' }, offset: [200, 20], position: 'right', consent: null, pre_chat: [{ field: 'email', required: true }] });
});
