import { expect, test } from 'vitest';
import { CLOSEST, moveBy, straight, transformOf, turn, zoomBy } from './pose';

const stage = { width: 800, height: 600 };

test('a picture comes nearer to five times and goes back to the middle when seen whole', () => {
  let pose = straight;
  for (let step = 0; step < 9; step += 1) pose = zoomBy(pose, 1);
  expect(pose.zoom).toBe(CLOSEST);
  pose = moveBy(pose, 120, -40, stage);
  expect([pose.x, pose.y]).toEqual([120, -40]);
  for (let step = 0; step < 9; step += 1) pose = zoomBy(pose, -1);
  expect(pose).toEqual(straight);
});

test('what is seen whole does not move, and nothing is moved out of sight', () => {
  expect(moveBy(straight, 50, 50, stage)).toEqual(straight);
  const near = moveBy(zoomBy(straight, 1), 99_999, -99_999, stage);
  expect([near.x, near.y]).toEqual([800, -600]);
});

test('four turns are none, and a quarter makes it fit the other way round', () => {
  expect(turn(turn(turn(turn(straight))))).toEqual(straight);
  expect(transformOf(turn(straight), 0.5)).toBe('translate(0px, 0px) rotate(90deg) scale(0.5)');
  expect(transformOf(turn(turn(straight)), 0.5)).toBe('translate(0px, 0px) rotate(180deg) scale(1)');
});
