import {
  createRandom,
  createTransaction,
  decodeArtifact,
  encodeArtifact,
  type JsonValue,
  memoryArtifactStore,
  tableFromRows,
} from '@titans/core';
import { describe, expect, test } from 'vitest';
import { detectDrift } from '../drift/detection/detect-drift.js';
import { sketch } from '../drift/sketches/sketch.js';
import type { HeldOutRows } from '../tasks/held-out-rows.js';
import { train } from '../train.js';
import { loadModels } from './load.js';
import { sketchPredictions } from './sketch-predictions.js';
import { readReference, referenceArtifact, type SuiteReference, suiteReference } from './suite-reference.js';

const payees = [
  ['Corner bakery', 'food'],
  ['Shell station', 'fuel'],
  ['Water works', 'utilities'],
] as const;

function purchases(count: number, seed: number, factor = 1) {
  const random = createRandom(seed, 'purchases');
  return tableFromRows(
    Array.from({ length: count }, () => {
      const [payee, category] = payees[random.integer(3)] as (typeof payees)[number];
      return createTransaction({
        date: `2024-0${1 + random.integer(9)}-${String(1 + random.integer(28)).padStart(2, '0')}`,
        accountId: 'DE02120300000000202051',
        description: `${payee} Zyxwvut`,
        amount: -Math.round(100 * factor * (5 + 40 * random.float())) / 100,
        category,
      });
    }),
  );
}

const suite = await train(purchases(400, 1), { budget: 'quick', seed: 1 });
const { reference } = suite;
if (reference === null) throw new Error('A suite that was trained has a reference.');

const bytesOf = (one: SuiteReference): Promise<Uint8Array> => encodeArtifact(referenceArtifact(one));

describe('the reference of a suite', () => {
  test('finds no drift in rows like those learned from, and what changed in others', () => {
    expect(reference.transactions.rows).toBe(400);
    const same = detectDrift(reference.transactions, sketch(purchases(300, 3)));
    expect([same.state, same.schema.state]).toEqual(['no-drift', 'no-drift']);
    const dearer = detectDrift(reference.transactions, sketch(purchases(300, 3, 1.4)));
    const drifted = dearer.features.filter(({ state }) => state === 'drift');
    expect(drifted.map(({ feature }) => feature)).toEqual(['amountMinor USD']);
  });

  test('has the categories that were given to rows not seen, and no figure of a model that is not kept', () => {
    const { category, ...others } = reference.predictions;
    expect(category?.columns.map(({ name, role }) => [name, role])).toEqual([['category', 'prediction']]);
    const n = suite.category.measurements.find(({ metric }) => metric === 'accuracy')?.n;
    expect(category?.rows).toBe(n);
    expect(others).toEqual({});
  });

  test('gives no more alarms about predictions of rows like those learned from than are asked for', async () => {
    let alarms = 0;
    let compared = 0;
    for (let seed = 0; seed < 20; seed++) {
      const found = await sketchPredictions(suite, purchases(60, 100 + seed));
      for (const [task, before] of Object.entries(reference.predictions)) {
        const now = found[task as keyof typeof found];
        if (now === undefined) continue;
        compared++;
        if (detectDrift(before, now).state === 'drift') alarms++;
      }
    }
    expect(compared).toBeGreaterThanOrEqual(20);
    // Of 20 draws at 5 %, more than 4 happen once in 400.
    expect(alarms).toBeLessThanOrEqual(4);
  });

  test('is what later predictions can be compared with', async () => {
    const same = await sketchPredictions(suite, purchases(200, 3));
    const before = reference.predictions;
    if (!before.category || !same.category) throw new Error('There are categories.');
    expect(same.category.rows).toBe(200);
    expect(detectDrift(before.category, same.category).state).toBe('no-drift');
    const fuel = tableFromRows([...purchases(200, 3).rows()].filter(({ category }) => category !== 'food'));
    const { category: changed } = await sketchPredictions(suite, fuel);
    if (!changed) throw new Error('There are categories.');
    const { features } = detectDrift(before.category, changed);
    expect(features.map(({ feature, role, state }) => [feature, role, state])[0]).toEqual([
      'category',
      'prediction',
      'drift',
    ]);
  });

  test('holds no text and no account, and amounts to three digits', async () => {
    const bytes = await bytesOf(reference);
    const text = Buffer.from(bytes).toString('latin1').toLowerCase();
    for (const planted of ['zyxwvut', 'bakery', 'station', 'de0212', '202051']) {
      expect(text).not.toContain(planted);
    }
    const [amounts] = reference.transactions.columns;
    if (amounts?.kind !== 'numeric') throw new Error('Amounts are numbers.');
    // 2⁻¹⁰ of the number is the width of a cell.
    expect(amounts.cells.droppedBits).toBe(10);
  });

  test('of a single row tells its category and about its amount, and nothing that ties them to a payee', async () => {
    const rows = [...purchases(100, 1).rows()];
    const rare = createTransaction({
      date: '2024-05-06',
      description: 'Qwv Clinic Xyq',
      merchantName: 'Qwv Clinic Xyq',
      amount: -98_765.43,
      category: 'therapy',
    });
    const made = suiteReference(tableFromRows([...rows, rare]), []);
    const [amounts] = made.transactions.columns;
    if (amounts?.kind !== 'numeric') throw new Error('Amounts are numbers.');
    // 9,876,543 lies between 2²³ and 2²⁴; eleven significant bits leave out the last thirteen: 1,205 · 2¹³.
    expect(amounts.cells.values[0]).toBe(-9_871_360);
    const text = Buffer.from(await bytesOf(made))
      .toString('latin1')
      .toLowerCase();
    expect(text).toContain('therapy');
    for (const planted of ['qwv', 'clinic', 'xyq']) expect(text).not.toContain(planted);
  });

  test('stays small however many rows, currencies and long names there are', async () => {
    // Names of the longest that are kept, of characters that JSON writes with six.
    const nameOf = (at: number): string => String(at).padStart(80, '\u0001');
    const currencies = ['AUD', 'CAD', 'CHF', 'CNY', 'DKK', 'EUR', 'GBP', 'INR', 'JPY', 'MXN', 'NOK', 'NZD'];
    const many = tableFromRows(
      Array.from({ length: 24_000 }, (_, at) =>
        createTransaction({
          date: '2024-05-06',
          description: `Payee ${at}`,
          amount: -Math.round((at + 1) * 137),
          currency: currencies[at % currencies.length] as string,
          category: nameOf(at % 1_024),
          status: nameOf(at % 1_024),
        }),
      ),
    );
    const heldOut: HeldOutRows = {
      task: 'category',
      rows: 'all',
      losses: {},
      figures: {},
      predictions: {
        category: Array.from({ length: 24_000 }, (_, at) => nameOf(at % 1_024)),
      },
      stated: null,
    };
    const bytes = await bytesOf(suiteReference(many, [heldOut]));
    expect(bytes.length).toBeGreaterThan(1_048_576);
    expect(bytes.length).toBeLessThan(currencies.length * 65_536 + 1.5 * 1_048_576);
  });

  test('is saved with the suite and read again', async () => {
    const store = memoryArtifactStore();
    await suite.save(store);
    const loaded = await loadModels(store);
    expect(loaded.reference).not.toBeNull();
    expect(loaded.reference && (await bytesOf(loaded.reference))).toEqual(await bytesOf(reference));
    expect(loaded.report.training).toEqual(suite.report.training);
    expect(loaded.card('category')).toEqual(suite.card('category'));
    const [name = ''] = await store.list('reference');
    const bytes = await store.get(name);
    for (const wrong of [
      bytes.slice(0, -1),
      bytes.with(bytes.length >> 1, (bytes[bytes.length >> 1] ?? 0) ^ 1),
    ]) {
      await store.put(name, wrong);
      await expect(loadModels(store)).rejects.toMatchObject({ code: expect.stringMatching(/^ARTIFACT_/) });
    }
    await store.delete(name);
    await expect(loadModels(store)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('that is damaged is refused', () => {
    const content = referenceArtifact(reference);
    for (const wrong of [
      { ...content, kind: 'titans/drift-sketch' },
      { ...content, version: 2 },
      { ...content, data: {} },
      { ...content, data: { transactions: null } },
      { ...content, arrays: {} },
    ]) {
      expect(() => readReference(wrong)).toThrow(expect.objectContaining({ name: 'TitansError' }));
    }
  });
});

test('a suite of before references were kept is read without one, and saved again as it is', async () => {
  const store = memoryArtifactStore();
  await suite.save(store);
  await asVersionTwo(store);
  const old = await loadModels(store);
  expect([old.reference, old.report.training]).toEqual([null, null]);
  expect(old.tasks).toEqual(suite.tasks);
  expect(old.category.predict({ description: 'Corner bakery' })).toEqual(
    suite.category.predict({ description: 'Corner bakery' }),
  );
  const card = old.card('category');
  expect([card.data, card.calibration]).toEqual([null, []]);
  expect(card.measurements.length).toBe(suite.category.measurements.length);
  const again = memoryArtifactStore();
  await old.save(again);
  expect((await loadModels(again)).reference).toBeNull();
});

/** Writes the artifact that names the others as version 2 of it was: with tasks, fingerprint and what was skipped. */
async function asVersionTwo(store: ReturnType<typeof memoryArtifactStore>): Promise<void> {
  const content = await decodeArtifact(await store.get('suite.titans'), {
    kind: 'titans/suite',
    maxVersion: 3,
  });
  const { reference: _, training: __, ...data } = content.data as Readonly<Record<string, JsonValue>>;
  await store.put(
    'suite.titans',
    await encodeArtifact({ kind: 'titans/suite', version: 2, data, arrays: {} }),
  );
  for (const name of await store.list('reference')) await store.delete(name);
}
