import { describe, expect, it } from 'vitest';
import { findPlaces, findTrigger, nextPlace } from './places';

describe('places of a text', () => {
  it('finds what the server would refuse', () => {
    const text = '😀 {{customer.name}} {{ customer.attributes.Номер заказа | default: "x" }}';
    expect(findPlaces(text).map((one) => text.slice(one.start, one.stop))).toEqual(['{{customer.name}}', '{{ customer.attributes.Номер заказа | default: "x" }}']);
  });

  it.each(['{{ваше имя}}', '{{customer.nmae}}', '{{customer.attributes. }}', '{{customer.name|upper}}', '{ {customer.name} }', '{{customer.name', '{{}}'])('leaves %s alone', (text) => {
    expect(findPlaces(text)).toEqual([]);
  });

  it('goes round both ways and lets go of the only one', () => {
    const places = findPlaces('{{customer.name}} {{customer.phone}}');
    const [first, second] = places as [(typeof places)[0], (typeof places)[0]];
    expect(nextPlace(places, 0, 0, false)).toBe(first);
    expect(nextPlace(places, first.start, first.stop, false)).toBe(second);
    expect(nextPlace(places, second.start, second.stop, false)).toBe(first);
    expect(nextPlace(places, second.start, second.stop, true)).toBe(first);
    expect(nextPlace([first], first.start, first.stop, false)).toBeNull();
    expect(nextPlace([], 0, 0, false)).toBeNull();
  });
});

describe('what opens the menu', () => {
  it.each([
    ['/', 0, ''],
    ['/возв', 0, 'возв'],
    ['Добрый день ;hi', 12, 'hi'],
    ['строка\n/до зав', 7, 'до зав'],
  ])('%j', (text, start, query) => {
    expect(findTrigger(text, text.length)).toEqual({ start, query });
  });

  it.each(['и/или', 'ну да ;)', '5 / 6', '/ ', 'https://site', '/путь/файл', '/два  пробела', 'текст'])('not %j', (text) => {
    expect(findTrigger(text, text.length)).toBeNull();
  });

  it('looks no further than the caret', () => {
    expect(findTrigger('/hi дальше', 3)).toEqual({ start: 0, query: 'hi' });
  });
});
