import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coloursOf } from './colours.js';
import { textTable } from './text-table.js';

const plain = coloursOf(false);

test('columns are as wide as their widest cell; numbers end at the same place', () => {
  const table = textTable(
    {
      header: ['name', 'sum'],
      rows: [
        ['rent', '-900.00'],
        ['café', '3.5'],
        ['東京', '1'],
      ],
      right: [1],
    },
    plain,
  );
  expect(table).toBe(['name      sum', 'rent  -900.00', 'café      3.5', '東京        1'].join('\n'));
});

test('colours take no place', () => {
  const colours = coloursOf(true);
  const content = {
    header: ['a', 'b'],
    rows: [
      [colours.bad('drift'), '1'],
      ['no', '22'],
    ],
  };
  const coloured = textTable(content, colours);
  expect(coloured).not.toBe(stripVTControlCharacters(coloured));
  expect(stripVTControlCharacters(coloured)).toBe(['a      b', 'drift  1', 'no     22'].join('\n'));
});

test('what does not fit is cut from the widest columns', () => {
  const table = textTable({ header: ['a', 'b'], rows: [['x'.repeat(60), 'short text']], width: 40 }, plain);
  for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(40);
  expect(table).toContain(`${'x'.repeat(27)}…  short text`);
});

test('numbers and days are never cut, however narrow the terminal is', () => {
  const table = textTable(
    {
      header: ['day', 'payee', 'amount'],
      rows: [['2024-12-07', 'A payee with a long name', '-1,282.45']],
      right: [2],
      width: 20,
    },
    plain,
  );
  expect(table.split('\n')[1]).toBe('2024-12-07  A payee w…  -1,282.45');
});

test('no line is longer than the terminal, where every column can have ten characters', () => {
  const cell = fc.string({ maxLength: 60 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 }),
      fc.integer({ min: 34, max: 200 }),
      (rows, width) => {
        const table = textTable({ header: ['one', 'two', 'three'], rows, width }, plain);
        for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
      },
    ),
  );
});
