import { expect, test } from 'vitest';
import { formSnippet } from './form-snippet';

const ADDRESS = 'https://desk.example/forms/v1/key';

test('asks what is asked by default', () => {
  const html = formSnippet(ADDRESS, {}, 'ru');
  expect(html).toContain('action="https://desk.example/forms/v1/key"');
  expect(html).toContain('<input name="email" type="email" required>');
  expect(html).toContain('<input name="name" type="text">');
  expect(html).not.toContain('name="phone"');
  expect(html).toContain('name="website"');
});

test('own fields, topics and consent stand in it, and no word breaks out', () => {
  const settings = { fields: 'order* = Номер | Order number\nsize = Размер | Size | S, M\nwrong', topics: 'A & B\n', ask_phone: 'required', files: false, consent_en: '<b>agree</b>', consent_version: '2' };
  const html = formSnippet(ADDRESS, settings, 'en');
  expect(html).toContain('<label>Order number <input name="order" required></label>');
  expect(html).toContain('<option>S</option><option>M</option>');
  expect(html).toContain('<option>A &amp; B</option>');
  expect(html).toContain('&lt;b&gt;agree&lt;/b&gt;');
  expect(html).toContain('value="2"');
  expect(html).not.toContain('type="file"');
});
