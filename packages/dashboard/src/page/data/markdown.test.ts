import { addDays, createTransaction, plainDate, tableFromRows } from '@titans/core';
import { modelCardMarkdown, train } from '@titans/models';
import { expect, test } from 'vitest';
import { calibrationOf, tableUnder } from './card-tables.js';
import { readMarkdown } from './markdown.js';

test('a model card is read as headings, lists, paragraphs and tables', async () => {
  const rows = Array.from({ length: 60 }, (_, index) =>
    createTransaction({
      date: addDays(plainDate(2024, 1, 1), index),
      description: index % 2 ? 'Fuel' : 'Grocer',
      amount: -10 - index,
      category: index % 2 ? 'fuel' : 'food',
    }),
  );
  const suite = await train(tableFromRows(rows), { seed: 1, budget: 'quick', tasks: ['category'] });
  const card = suite.card('category');
  const blocks = readMarkdown(modelCardMarkdown(card));
  expect(blocks[0]).toEqual({ kind: 'heading', level: 1, text: 'Model card: category' });
  expect(blocks).toContainEqual({ kind: 'paragraph', text: card.question });
  expect(blocks).toContainEqual({ kind: 'list', items: card.limits });
  const measured = tableUnder(blocks, 'Measured');
  expect(measured?.header.slice(0, 2)).toEqual(['metric', 'value']);
  expect(measured?.rows.map(([metric]) => metric)).toEqual(card.measurements.map(({ metric }) => metric));
  expect(tableUnder(blocks, 'Inputs')?.rows).toHaveLength(card.features.length);
  const points = calibrationOf(blocks);
  expect(points.map(({ n }) => n)).toEqual(card.calibration.map(({ n }) => n));
  for (const [index, { stated, observed }] of card.calibration.entries()) {
    expect(points[index]?.stated).toBeCloseTo(stated, 3);
    expect(points[index]?.observed).toBeCloseTo(observed, 3);
  }
});

test('a bar within a cell is one, and what cannot be read as figures is no point', () => {
  expect(readMarkdown('| a | b |\n| --- | --- |\n| x \\| y | 2 |')).toEqual([
    { kind: 'table', header: ['a', 'b'], rows: [['x | y', '2']] },
  ]);
  const told = '## Calibration\n\n| stated | observed | 95 % interval | n |\n| --- | --- | --- | --- |\n';
  expect(calibrationOf(readMarkdown(`${told}| 0.9 | 0.8 | 0.7 to 0.9 | 40 |\n| – | ? | – | 1 |`))).toEqual([
    { stated: 0.9, observed: 0.8, lower: 0.7, upper: 0.9, n: 40 },
  ]);
  expect(calibrationOf(readMarkdown('# Without'))).toEqual([]);
});

test('what is no table, list or heading stays the text that it is', () => {
  expect(readMarkdown('#no heading\n\n| no table\n\n- a\nb')).toEqual([
    { kind: 'paragraph', text: '#no heading' },
    { kind: 'paragraph', text: '| no table' },
    { kind: 'paragraph', text: '- a b' },
  ]);
});
