import { expect, test } from 'vitest';
import { fillSignature, sampleValues } from './signature';

const values = sampleValues('Анна Смирнова', 'Ромашка', 'Вера Котова');

test.each([
  ['С уважением,\n{{operator.name}}', 'С уважением,\nАнна Смирнова'],
  ['{{ operator.first_name }}, {{workspace.name}}', 'Анна, Ромашка'],
  ['{{customer.phone|default:"—"}}', '—'],
  ['{{customer.phone}}', ''],
  ['{{customer.first_name}} {x}', 'Вера {x}'],
])('%j is filled in', (text, filled) => expect(fillSignature(text, values)).toBe(filled));
