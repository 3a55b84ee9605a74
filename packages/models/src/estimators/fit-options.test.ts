import { describe, expect, test } from 'vitest';
import * as own from './index.js';
import * as wrapped from './wrapped/index.js';

/** Something that learns; the options come after what it learns from. */
interface Learner {
  fit(...given: readonly unknown[]): Promise<unknown>;
}

function learnerOf(factory: unknown): Learner | undefined {
  if (typeof factory !== 'function') return undefined;
  try {
    const made: unknown = factory();
    // A path of models learns at once, and refuses to.
    if (made instanceof Promise) made.catch(() => {});
    const learns = typeof made === 'object' && made !== null && 'fit' in made;
    return learns ? (made as Learner) : undefined;
  } catch {
    return undefined;
  }
}

const learners = Object.entries({ ...own, ...wrapped }).flatMap(([name, factory]) => {
  const learner = learnerOf(factory);
  return learner === undefined ? [] : [{ name, learner }];
});

const values = Float64Array.from({ length: 12 }, (_, row) => (row * 7) % 12);
const data = {
  rows: 12,
  features: [{ name: 'a', kind: 'numeric', inputs: [] }],
  columns: [values],
  texts: Array.from(values, (value) => `text ${value}`),
  days: new Int32Array(12),
};
const byArity: Readonly<Record<number, readonly unknown[]>> = {
  1: [data],
  2: [data, values],
  3: [data, Int32Array.from(values, (value) => value % 2), ['a', 'b']],
};

test('every estimator is tried', () => {
  expect(learners.length).toBeGreaterThanOrEqual(17);
});

describe.each(learners)('$name', ({ learner }) => {
  test.each([
    ['options', null],
    ['options', 5],
    ['onProgress', { onProgress: 5 }],
    ['signal', { signal: 'now' }],
    ['seed', { seed: 'x' }],
    ['workers', { workers: 2 }],
  ])('refuses %s of another type', async (field, options) => {
    const given = byArity[learner.fit.length] as readonly unknown[];
    await expect(learner.fit(...given, options)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      details: { field },
    });
  });
});
