import {
  createTransaction,
  encodeArtifact,
  type PlainDate,
  parsePlainDate,
  type Transaction,
  tableFromRows,
} from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { train } from '../../train.js';
import { originalFile } from '../testing/original-file.js';
import type { TaskOptions } from '../train-options.js';
import { readCategoryParts } from './category-artifact.js';
import { labelledRows } from './category-input.js';
import { restoreCategoryModel } from './category-model.js';
import { splitByPayee } from './evaluate.js';
import { abstainThreshold } from './threshold.js';
import { neverTested, trainCategory } from './train-category.js';

const standard: TaskOptions = { seed: 0, budget: 'standard' };
const quick: TaskOptions = { seed: 0, budget: 'quick' };

function labelled(
  description: string,
  category: string | null,
  rest: Partial<Transaction> = {},
): Transaction {
  return { ...createTransaction({ date: '2024-01-01', description, amount: -10, category }), ...rest };
}

const shops: Transaction[] = Array.from({ length: 12 }, (_, index) => [
  labelled(`Shell station ${index}`, 'fuel'),
  labelled(`Tesco store ${index}`, 'food'),
]).flat();

describe('the original file', () => {
  test('by leave-one-out the category is right at least 77 times of 100', async () => {
    const model = await trainCategory(originalFile(), standard);
    const figures = Object.fromEntries(model.measurements.map(({ metric, value }) => [metric, value]));
    expect(figures.accuracy).toBeGreaterThanOrEqual(0.77);
    expect(figures.macro_f1).toBeGreaterThanOrEqual(0.6);
    expect(figures.ece).toBeLessThanOrEqual(0.12);
    expect(model.trainedOn).toBe(100);
    expect(model.categories).toHaveLength(22);
    expect(model.categories).toContain('bad_debts'); // a class of one row
  });
});

describe('predictions', () => {
  test('the words decide, not substrings of them', async () => {
    const model = await trainCategory(tableFromRows(shops), quick);
    const answer = model.predict({ description: 'SHELL STATION 99', amount: -40 });
    expect(answer.category).toBe('fuel');
    // Without its number it is a payee that was seen.
    expect(answer.source).toBe('memory');
    expect(answer.explanation.map(({ feature }) => feature)).toContain('this payee on 2024-01-01: fuel');
    const other = model.predict({ description: 'Shell garage', amount: -40 });
    expect(other.category).toBe('fuel');
    expect(other.source).toBe('model');
    expect(other.explanation.map(({ feature }) => feature)).toContain('shell');
    expect(other.explanation[0]?.contribution).toBeGreaterThan(0);
  });

  test('probabilities sum to 1, most probable first, and a batch equals one by one', async () => {
    const model = await trainCategory(originalFile(), quick);
    const text = fc.string({ maxLength: 40, unit: 'binary' });
    const amount = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.record({ description: text, amount }), { minLength: 1, maxLength: 5 }),
        (queries) => {
          const answers = model.predictBatch(queries);
          answers.forEach((answer, index) => {
            const probabilities = answer.alternatives.map(({ probability }) => probability);
            expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
            expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
            expect(answer.category).toBe(answer.alternatives[0]?.category);
            expect(answer.confidence).toBe(probabilities[0]);
            expect(answer.abstained).toBe(answer.confidence < model.threshold);
            expect(model.predict(queries[index] ?? {})).toEqual(answer);
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  test('an amount far outside what was seen makes nothing sure', async () => {
    const model = await trainCategory(originalFile(), quick);
    const [large, vast] = model.predictBatch([{ amount: -30_000 }, { amount: -3e9 }]);
    expect(vast?.confidence).toBe(large?.confidence);
  });

  test('wrong queries', async () => {
    const model = await trainCategory(tableFromRows(shops), quick);
    expect(() => model.predict({ amount: Number.NaN })).toThrow('finite number');
    expect(() => model.predict({ description: 'a', date: '2024-02-30' })).toThrow('2024-02-30');
    expect(model.predict({}).abstained).toBe(true);
  });
});

describe('rows in a rhythm', () => {
  test('make nobody sure who cannot know', async () => {
    // Of every five rows three are one category and nothing tells which: no model can be sure of more than 60 %.
    const rows = Array.from({ length: 60 }, (_, index) =>
      labelled('Payment', index % 5 < 3 ? 'food' : 'fuel'),
    );
    const model = await trainCategory(tableFromRows(rows), standard);
    const figures = Object.fromEntries(model.measurements.map(({ metric, value }) => [metric, value]));
    expect(figures.accuracy).toBeCloseTo(0.6, 12);
    expect(figures.log_loss).toBeLessThan(0.75); // ln 2 = 0.693 for knowing nothing
    expect(figures.ece).toBeLessThan(0.2);
  });
});

describe('artifact', () => {
  test('gives the same answers, names the same version, and holds no description', async () => {
    const secrets = ['Zyxwvut Secret Payee', 'Qqplanted Words'];
    const rows = [
      ...shops,
      ...secrets.map((text) => labelled(text, 'private', { reference: 'Planted Reference' })),
    ];
    const model = await trainCategory(tableFromRows(rows), quick);
    const bytes = Buffer.from(await encodeArtifact(model.toArtifact()))
      .toString('latin1')
      .toLowerCase();
    for (const word of ['zyxwvut', 'secret', 'qqplanted', 'planted reference', 'tesco', 'shell']) {
      expect(bytes).not.toContain(word);
    }
    const restored = await restoreCategoryModel(model.toArtifact());
    expect(restored.version).toBe(model.version);
    expect(restored.measurements).toEqual(model.measurements);
    const query = { description: 'Tesco metro', amount: -12 };
    expect(restored.predict(query)).toEqual(model.predict(query));
  });

  test('of version 3 compares amounts as it did, and one of a nearness that is none is refused', async () => {
    const content = (await trainCategory(tableFromRows(shops), quick)).toArtifact();
    const { nearness, ...data } = Object(content.data);
    expect(nearness).toEqual({ width: 0.2, halfLifeRows: 400 });
    const { sources } = readCategoryParts({ ...content, version: 3, data });
    expect(sources.amounts.nearness).toEqual({ width: 0.1, halfLifeRows: 20 });
    for (const wrong of [null, {}, { width: 0, halfLifeRows: 20 }, { width: 0.1, halfLifeRows: '20' }]) {
      await expect(
        restoreCategoryModel({ ...content, data: { ...data, nearness: wrong } }),
      ).rejects.toMatchObject({ code: 'ARTIFACT_CORRUPT' });
    }
  });

  test('the same rows give the same model', async () => {
    const [first, second] = [
      await trainCategory(originalFile(), quick),
      await trainCategory(originalFile(), quick),
    ];
    expect(second.version).toBe(first.version);
  });
});

describe('a payee who is paid for much on one day', () => {
  /** A city's grants: 60 on the tenth of each month, some of each month for care, and at last 45 on one day for supplies. */
  const grants = Array.from({ length: 8 }, (_, month) => {
    const on = (day: number): PlainDate => parsePlainDate(`2024-0${month + 1}-${day}`);
    const paid = (
      count: number,
      day: number,
      category: string,
      description = 'Personal data',
    ): Transaction[] =>
      Array.from({ length: count }, (__, index) =>
        labelled(description, category, { date: on(day), amountMinor: -(5_000 + index * 3_100) }),
      );
    return [
      ...paid(60, 10, 'grants'),
      ...paid(5, 12, 'care'),
      ...paid(20, 15, 'fuel', 'Shell station'),
      ...paid(20, 15, 'food', 'Tesco store'),
      ...(month === 7 ? paid(45, 28, 'supplies') : []),
    ];
  }).flat();

  test('is told as it mostly is, not as that day was', async () => {
    const model = await trainCategory(tableFromRows(grants), quick);
    const answers = model.predictBatch(
      grants
        .filter(({ date, category }) => date === '2024-07-10' && category === 'grants')
        .map(({ description, amountMinor }) => ({
          ...{ description, amount: amountMinor / 100, date: '2024-09-10' },
        })),
    );
    expect(answers.filter(({ category }) => category === 'grants').length).toBeGreaterThan(40);
  });
});

describe('many rows', () => {
  const many = Array.from({ length: 160 }, (_, index) => [
    labelled(`Shell ${['North', 'South', 'East', 'West', 'Centre'][index % 5]}`, 'fuel', {
      date: '2024-01-01',
    }),
    labelled(`Order ${index}`, index % 2 ? 'books' : 'food', {
      reference: index % 2 ? 'Waterstones' : 'Tesco',
    }),
  ]).flat();

  test('are measured on the last fifth by time and on new payees; a reference that helps is read', async () => {
    const model = await trainCategory(tableFromRows(many), standard);
    const accuracy = model.measurements.find(({ metric }) => metric === 'accuracy');
    expect(accuracy).toMatchObject({ n: 64, method: 'time-ordered hold-out, last 64 of 320 rows' });
    expect(accuracy?.value).toBe(1);
    expect(model.measurements.map(({ metric }) => metric)).toContain('accuracy_new_payees');
    expect(model.predict({ description: 'Order 7', reference: 'Waterstones' }).category).toBe('books');
  });

  test('of fewer than five payees none is held out', async () => {
    const rows = Array.from({ length: 310 }, (_, index) => labelled('Payment', index % 3 ? 'food' : 'fuel'));
    const model = await trainCategory(tableFromRows(rows), standard);
    expect(model.measurements.map(({ metric }) => metric)).not.toContain('accuracy_new_payees');
    expect(model.predict({ description: 'Payment' }).category).toBe('food');
  });

  test('the text fields are not chosen by the rows that are measured on', () => {
    const data = labelledRows(tableFromRows(many));
    const split = splitByPayee(data, 256, 0);
    const payees = (rows: Int32Array | undefined) =>
      new Set(Array.from(rows ?? [], (row) => data.rows[row]?.description?.replace(/\d/g, '')));
    const [train, test] = [payees(split?.train), payees(split?.test)];
    expect(test.size).toBe(1);
    expect([...test].filter((payee) => train.has(payee))).toEqual([]);
    const seen = neverTested(data, split);
    expect(seen.every((row) => row < 256 && !split?.test.includes(row))).toBe(true);
    expect(seen.length).toBeGreaterThan(0);
  });
});

describe('too little', () => {
  test('no labels, one category, one row', async () => {
    for (const rows of [
      shops.map((row) => ({ ...row, category: null })),
      shops.slice(0, 1),
      shops.filter((row) => row.category === 'fuel'),
    ]) {
      await expect(trainCategory(tableFromRows(rows), quick)).rejects.toMatchObject({
        code: 'DATA_INSUFFICIENT',
      });
    }
  });
});

describe('confidence', () => {
  test('the threshold is the least confidence from which enough were right to rely on 95 %', () => {
    const thresholdOf = (...wrong: readonly number[]): number => {
      const probabilities: number[] = [];
      for (let row = 0; row < 200; row++) probabilities.push(0.9 - row * 0.001, 0.1 + row * 0.001);
      const labels = Int32Array.from({ length: 200 }, (_, row) => (row > 130 || wrong.includes(row) ? 1 : 0));
      return abstainThreshold(Float64Array.from(probabilities), labels, 2);
    };
    // scipy.stats.beta.ppf(0.05, right, rows - right + 1) reaches 0.95 with 59 rows of 59, 92 of 93 and 122 of 124.
    const confidenceOf = (rows: number): number => 0.9 - (rows - 1) * 0.001;
    expect(thresholdOf(59, 60, 61)).toBeCloseTo(confidenceOf(59), 12);
    expect(thresholdOf(58, 60, 61, 62)).toBe(0.95);
    expect(thresholdOf(0, 93, 94, 95)).toBeCloseTo(confidenceOf(93), 12);
    expect(thresholdOf(0, 92, 94, 95, 96)).toBe(0.95);
    expect(abstainThreshold(Float64Array.of(0.9, 0.1), Int32Array.of(0), 2)).toBe(0.95);
  });

  test('rows of which the model was surer do not make the threshold stricter where every one was right', () => {
    const sure = Float64Array.from({ length: 40 }, (_, place) => (place % 2 === 0 ? 0.9999 : 0.0001));
    expect(abstainThreshold(sure, new Int32Array(20), 2)).toBe(0.95);
    // Ten of them were wrong: what was as sure as they were is not accepted.
    const half = Int32Array.from({ length: 20 }, (_, row) => row % 2);
    expect(abstainThreshold(sure, half, 2)).toBe(0.95);
    const surer = sure.map((probability, place) =>
      place < 20 ? probability : place % 2 === 0 ? 0.99 : 0.01,
    );
    const later = Int32Array.from({ length: 20 }, (_, row) => (row < 10 ? 0 : 1));
    expect(abstainThreshold(surer, later, 2)).toBe(0.9999);
  });
});

describe('without the lexicon', () => {
  const meals = ['pizza', 'burger', 'sushi', 'curry'].flatMap((dish, index) =>
    [0, 1, 2, 3].map((shop) =>
      labelled(`${dish} ${['palace', 'corner', 'house', 'garden'][shop]}`, 'out', {
        amountMinor: -1000 - index,
      }),
    ),
  );
  const trips = ['train', 'tram', 'ferry', 'taxi'].flatMap((kind) =>
    [0, 1, 2, 3].map((line) => labelled(`${kind} ${['north', 'south', 'east', 'west'][line]}`, 'about')),
  );
  const table = tableFromRows([...meals, ...trips]);

  test('nothing is known of a word that no row has', async () => {
    const knowing = await trainCategory(table, quick);
    const alone = await trainCategory(table, quick, { lexicon: false });
    const query = { description: 'Trattoria Ramen Bistro' };
    expect(knowing.predict(query).category).toBe('out');
    expect(knowing.predict(query).confidence).toBeGreaterThan(alone.predict(query).confidence + 0.1);
    const reasons = alone
      .predictBatch([query, { description: 'pizza tram' }])
      .flatMap(({ explanation }) => explanation);
    expect(reasons.filter(({ feature }) => feature.startsWith('kind of payee'))).toEqual([]);
  });

  test('an artifact stays without it', async () => {
    const model = await trainCategory(table, quick, { lexicon: false });
    const restored = await restoreCategoryModel(model.toArtifact());
    const query = { description: 'Trattoria Ramen Bistro' };
    expect(restored.predict(query)).toEqual(model.predict(query));
    expect(Buffer.from(await encodeArtifact(restored.toArtifact()))).toEqual(
      Buffer.from(await encodeArtifact(model.toArtifact())),
    );
  });

  test('refuses what is neither true nor false', async () => {
    const wrong = JSON.parse('{ "lexicon": "no" }');
    await expect(trainCategory(table, quick, wrong)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

describe('names of categories', () => {
  test('white space around and within them tells none apart, and a blank one is no label', async () => {
    const spellings = ['food', ' food', 'food ', ''];
    const written = shops.map((row, index) => ({
      ...row,
      category: row.category === 'food' ? (spellings[(index >> 1) % 4] as string) : 'my\t car',
    }));
    const model = await trainCategory(tableFromRows(written), quick);
    expect(model.categories).toEqual(['food', 'my car']);
    // Every fourth of twelve shops is unlabelled.
    expect(model.trainedOn).toBe(21);
    const live = model.online();
    live.correct({ description: 'a garage' }, ' my  car ');
    expect(live.categories).toEqual(['food', 'my car']);
  });

  test('a later table is measured by the names as they were learned', async () => {
    const suite = await train(tableFromRows(shops), { tasks: ['category'], budget: 'quick' });
    const later: Transaction[] = shops
      .slice(0, 6)
      .map((row) => ({ ...row, date: '2024-02-01', category: ` ${row.category}  ` }));
    const blank = { ...(later[0] as Transaction), category: '  ' };
    const rows = (await suite.evaluate(tableFromRows([...later, blank]))).filter(
      ({ metric }) => metric === 'accuracy',
    );
    expect(rows.map(({ value, n }) => [value, n])).toEqual([[1, 6]]);
  });

  test('those that differ in case alone are named', async () => {
    const written = shops.map((row, index) => (index === 1 ? { ...row, category: 'Food' } : row));
    const model = await trainCategory(tableFromRows(written), quick);
    expect(model.measurements.find(({ metric }) => metric === 'almost_equal_categories')).toEqual({
      metric: 'almost_equal_categories',
      value: 1,
      method: 'names that differ in case alone, learned apart: Food / food',
      n: 24,
    });
  });
});

test('a batch that is no list is refused', async () => {
  const model = await trainCategory(tableFromRows(shops), quick);
  const wrong = JSON.parse('"shell"');
  expect(() => model.predictBatch(wrong)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});

test('texts that come again, long after, are answered and explained as by a model that never read them', async () => {
  const model = await trainCategory(tableFromRows(shops), quick);
  const names = ['shell garage', 'tesco express', 'ESSO', 'shell station 4'];
  const queries = Array.from({ length: 1_100 }, (_, row) => ({
    description:
      row % 100 < 4 ? (names[row % 100] as string) : `shop of street ${'x'.repeat(row % 97)}${row}`,
    amount: -1 - (row % 50),
  }));
  const answers = model.predictBatch(queries);
  for (const row of [0, 3, 602, 1_001, 1_099]) {
    const fresh = await restoreCategoryModel(model.toArtifact());
    const query = queries[row] as (typeof queries)[number];
    expect(fresh.predict(query)).toEqual(answers[row]);
    // The payee was read rows ago, now with another answer of the amount.
    expect(model.predict({ ...query, amount: -900 })).toEqual(fresh.predict({ ...query, amount: -900 }));
  }
});
