import { decodeArtifact, encodeArtifact } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type OnlinePayeeMemory,
  onlinePayeeMemory,
  restoreOnlinePayeeMemory,
} from './online-payee-memory.js';
import { payeeMemory, restorePayeeMemory } from './payee-memory.js';
import type { PayeeMemoryParameters } from './payee-memory-parameters.js';

const shell = 'SHELL OIL 5744';

/** What a memory answers to each text, whatever the ids of its rows. */
function answers(memory: Pick<OnlinePayeeMemory, 'predict'>, texts: readonly string[], day: number): unknown {
  return texts.map((text) => {
    const { label, match, probability, probabilities, evidence } = memory.predict(text, day);
    return {
      label,
      match,
      probability,
      probabilities: [...probabilities].filter((share) => share > 0),
      evidence: evidence.map(({ id: _, ...rest }) => rest),
    };
  });
}

describe('one row is enough', () => {
  test('for the same payee, whatever its digits, case and punctuation', () => {
    const memory = onlinePayeeMemory();
    const id = memory.learn(shell, 'fuel', 100);
    const { label, match, evidence, probability } = memory.predict('Shell-Oil #8812', 100);
    expect([label, match, probability]).toEqual(['fuel', 'payee', 1]);
    expect(evidence).toEqual([{ id, label: 'fuel', day: 100, similarity: 1, weight: 1 }]);
  });

  test('for a payee of a similar name', () => {
    const memory = onlinePayeeMemory();
    memory.learn('STARBUCKS COFFEE', 'coffee', 100);
    const id = memory.learn(shell, 'fuel', 100);
    const { label, match, evidence } = memory.predict('Shell Oil Leeds', 100);
    expect([label, match]).toEqual(['fuel', 'similar']);
    expect(evidence[0]?.id).toBe(id);
    expect(evidence[0]?.similarity).toBeGreaterThan(0.15);
    expect(evidence[0]?.similarity).toBeLessThan(1);
  });

  test('for a name of hundreds of n-grams', () => {
    const memory = onlinePayeeMemory();
    const words = Array.from({ length: 120 }, (_, i) =>
      String.fromCharCode(...[0, 1, 2, 3].map((k) => 97 + ((i * (7 + 4 * k) + k) % 26))),
    );
    const id = memory.learn(words.join(' '), 'long', 1);
    const { match, evidence } = memory.predict(words.slice(1).join(' '));
    expect(match).toBe('similar');
    expect(evidence[0]?.id).toBe(id);
    expect(evidence[0]?.similarity).toBeGreaterThan(0.9);
  });

  test('to correct a payee that was never told right before', () => {
    const memory = onlinePayeeMemory();
    memory.learn('SHELL CAFE', 'fuel', 100);
    memory.learn('SHELL OIL', 'fuel', 100);
    memory.learn('SHELL SHOP', 'food', 101);
    expect(memory.predict('Shell shop 12', 101).label).toBe('food');
  });
});

describe('probabilities by hand', () => {
  // One row of the payee counts 1; the prior of 0.1 rows is the share of payees: (1 + 1) of fuel to (2 + 1) of food.
  test('a payee without similar ones', () => {
    const memory = onlinePayeeMemory({ priorStrength: 0.1, neighbours: 0 });
    memory.learn('aaaa', 'food', 100);
    memory.learn('bbbb', 'food', 100);
    memory.learn('cccc', 'fuel', 100);
    const { probabilities } = memory.predict('cccc', 100);
    expect(memory.labels).toEqual(['food', 'fuel']);
    expect(probabilities[0]).toBeCloseTo((0.1 * 3) / 5 / 1.1, 12);
    expect(probabilities[1]).toBeCloseTo((0.1 * 2) / 5 / 1.1 + 1 / 1.1, 12);
    expect([...memory.predict('zzzz', 100).probabilities]).toEqual([3 / 5, 2 / 5]);
    expect(memory.predict('zzzz', 100)).toMatchObject({ match: 'none', evidence: [] });
  });

  // Three rows of one payee: 2^(−2 ÷ 1) · 2^(−10 ÷ 10) = 1/8, 2^−1 · 2^(−5 ÷ 10), and 1.
  test('rows fade by days and by later rows', () => {
    const memory = onlinePayeeMemory({ halfLifeDays: 10, halfLifeRows: 1 });
    memory.learn(shell, 'a', 90);
    memory.learn(shell, 'b', 95);
    memory.learn(shell, 'c', 100);
    const { evidence } = memory.predict(shell, 100);
    expect(evidence.map(({ weight }) => weight)).toEqual([1, 2 ** -1.5, 1 / 8]);
    expect(memory.predict(shell, 110).evidence.map(({ weight }) => weight)).toEqual([0.5, 2 ** -2.5, 1 / 16]);
    expect(memory.predict(shell, 90).evidence[0]?.weight).toBe(1);
  });

  test('a new habit takes over from an old one, sooner with a heavier row', () => {
    const memory = onlinePayeeMemory({ halfLifeRows: 3 });
    for (let day = 0; day < 50; day++) memory.learn(shell, 'old', day);
    memory.learn(shell, 'new', 50);
    expect(memory.predict(shell, 50).label).toBe('old');
    memory.forget(memory.predict(shell, 50).evidence[0]?.id as number);
    memory.learn(shell, 'new', 50, 10);
    expect(memory.predict(shell, 50).label).toBe('new');
  });
});

describe('forgetting', () => {
  test('takes back one row', () => {
    const memory = onlinePayeeMemory();
    memory.learn('aaaa', 'food', 100);
    const id = memory.learn(shell, 'fuel', 100);
    expect(memory.forget(id)).toBe(true);
    expect(memory.forget(id)).toBe(false);
    expect(memory.rows).toBe(1);
    expect(memory.predict(shell, 100)).toMatchObject({ label: 'food', match: 'none' });
  });

  test('everything leaves a memory that knows nothing', () => {
    const memory = onlinePayeeMemory();
    memory.forget(memory.learn(shell, 'fuel', 100));
    expect(memory.predict(shell)).toMatchObject({ match: 'none', evidence: [] });
    expect(memory.rows).toBe(0);
  });

  test('the row that counts least makes room, of equals the first', () => {
    const memory = onlinePayeeMemory({ capacity: 2, halfLifeDays: 10 });
    const kept = memory.learn('aaaa', 'a', 100);
    const old = memory.learn('bbbb', 'b', 90);
    const heavy = memory.learn('cccc', 'c', 95, 4);
    expect(memory.rows).toBe(2);
    expect([kept, old, heavy].map((id) => memory.forget(id))).toEqual([true, false, true]);
  });
});

const names = [
  'shell oil',
  'shell cafe',
  'esso',
  'esso leeds',
  'cafe leeds',
  'tesco',
  'tesco express',
  'x',
  '',
];
const learned = fc.record({
  text: fc.constantFrom(...names),
  label: fc.constantFrom('a', 'b', 'c'),
  day: fc.integer({ min: 0, max: 400 }),
  weight: fc.constantFrom(1, 1, 1, 3),
});
const settings = fc.record({
  halfLifeDays: fc.constantFrom(30, 1000),
  halfLifeRows: fc.constantFrom(1, 10),
  capacity: fc.constantFrom(3, 1000),
});

describe('the same whatever the way', () => {
  test('row by row as all at once', async () => {
    const history = fc.array(learned, { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(history, settings, async (rows, parameters) => {
        const online = onlinePayeeMemory(parameters);
        for (const { text, label, day, weight } of rows) online.learn(text, label, day, weight);
        const classes = [...online.labels];
        const batch = await payeeMemory(parameters).fit(
          { texts: rows.map(({ text }) => text), days: Int32Array.from(rows, ({ day }) => day) },
          Int32Array.from(rows, ({ label }) => classes.indexOf(label)),
          classes,
          { weights: Float64Array.from(rows, ({ weight }) => weight) },
        );
        expect(answers(online, names, 400)).toEqual(answers(batch, names, 400));
        expect(await encodeArtifact(online.toArtifact())).toEqual(await encodeArtifact(batch.toArtifact()));
      }),
      { numRuns: 100 },
    );
  });

  test('what was forgotten was never learned', () => {
    const history = fc.array(fc.tuple(learned, fc.boolean()), { maxLength: 40 });
    fc.assert(
      fc.property(history, settings, (rows, { halfLifeDays, halfLifeRows }) => {
        const parameters = { halfLifeDays, halfLifeRows };
        const undone = onlinePayeeMemory(parameters);
        const never = onlinePayeeMemory(parameters);
        // Labels have their codes in the order in which they first come.
        for (const label of ['a', 'b', 'c']) {
          undone.forget(undone.learn('first', label, 0));
          never.forget(never.learn('first', label, 0));
        }
        const wrong: number[] = [];
        for (const [{ text, label, day, weight }, isWrong] of rows) {
          const id = undone.learn(text, label, day, weight);
          if (isWrong) wrong.push(id);
          else never.learn(text, label, day, weight);
        }
        for (const id of wrong) expect(undone.forget(id)).toBe(true);
        expect(answers(undone, names, 400)).toEqual(answers(never, names, 400));
        expect(undone.predict('shell oil').evidence.length).toBe(never.predict('shell oil').evidence.length);
      }),
      { numRuns: 200 },
    );
  });

  test('probabilities add up to 1, and are 0 to 1', () => {
    fc.assert(
      fc.property(
        fc.array(learned, { minLength: 1, maxLength: 40 }),
        settings,
        fc.string(),
        (rows, given, text) => {
          const memory = onlinePayeeMemory(given);
          for (const row of rows) memory.learn(row.text, row.label, row.day, row.weight);
          for (const asked of [...names, text]) {
            const { probabilities } = memory.predict(asked, 200);
            expect(probabilities.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
            expect(Math.min(...probabilities)).toBeGreaterThanOrEqual(0);
          }
        },
      ),
    );
  });

  test('restored from bytes, and learning on', async () => {
    const memory = onlinePayeeMemory({ capacity: 20 });
    for (let row = 0; row < 40; row++) memory.learn(names[row % 9] as string, `l${row % 4}`, row * 7);
    memory.forget(memory.learn(shell, 'fuel', 300));
    const bytes = await encodeArtifact(memory.toArtifact());
    const content = await decodeArtifact(bytes, { kind: 'titans/payee-memory' });
    const restored = restoreOnlinePayeeMemory(content);
    expect(await encodeArtifact(restored.toArtifact())).toEqual(bytes);
    expect(answers(restorePayeeMemory(content), names, 300)).toEqual(answers(memory, names, 300));
    expect(restored.learn(shell, 'fuel', 301)).toBe(memory.learn(shell, 'fuel', 301));
    expect(answers(restored, names, 301)).toEqual(answers(memory, names, 301));
  });
});

describe('refused', () => {
  test.each([
    [{ halfLifeDays: 0 }],
    [{ halfLifeRows: Number.NaN }],
    [{ priorStrength: 0 }],
    [{ neighbours: 1.5 }],
    [{ leastSimilarity: 1 }],
    [{ capacity: 0 }],
    [{ halfLife: 1 } as PayeeMemoryParameters],
  ] as const)('parameters %j', (parameters) => {
    expect(() => payeeMemory(parameters)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    expect(() => onlinePayeeMemory(parameters)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });

  test.each([
    [Number.NaN, 1],
    [0.5, 1],
    [2 ** 31, 1],
    [1, 0],
    [1, -1],
    [1, Number.NaN],
    [1, Number.POSITIVE_INFINITY],
    [1, 1e308],
  ])('a row of day %d, weight %d', (day, weight) => {
    const memory = onlinePayeeMemory();
    expect(() => memory.learn(shell, 'fuel', day, weight)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
    expect(memory.rows).toBe(0);
    expect(memory.labels).toEqual([]);
  });

  test('a description or label that is no string, and days that are none', async () => {
    const memory = onlinePayeeMemory();
    const none = JSON.parse('null') as string;
    const refusal = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
    expect(() => memory.learn(none, 'fuel', 1)).toThrow(refusal);
    expect(() => memory.learn(shell, none, 1)).toThrow(refusal);
    expect(() => memory.predict(none)).toThrow(refusal);
    expect(memory.labels).toEqual([]);
    const days = JSON.parse('[1.5]') as Int32Array;
    await expect(payeeMemory().fit({ texts: [shell], days }, Int32Array.of(0), ['fuel'])).rejects.toEqual(
      refusal,
    );
    const weights = Float64Array.of(1e308);
    await expect(
      payeeMemory().fit({ texts: [shell] }, Int32Array.of(0), ['fuel'], { weights }),
    ).rejects.toEqual(refusal);
  });

  test('as many days as texts', async () => {
    const fit = payeeMemory().fit({ texts: [shell], days: new Int32Array(2) }, Int32Array.of(0), ['fuel']);
    await expect(fit).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
  });

  test.each([
    ['rowLabels', Int32Array.of(7)],
    ['rowWeights', Float64Array.of(Number.NaN)],
    ['rowPayees', Int32Array.of(-1)],
    ['rowIds', Float64Array.of(9)],
    ['firstColumn', Int32Array.of(0, 1)],
  ])('an artifact with other %s', (name, array) => {
    const memory = onlinePayeeMemory();
    memory.learn(shell, 'fuel', 1);
    const content = memory.toArtifact();
    const damaged = { ...content, arrays: { ...content.arrays, [name]: array } };
    expect(() => restorePayeeMemory(damaged)).toThrow(expect.objectContaining({ code: 'ARTIFACT_CORRUPT' }));
  });
});
