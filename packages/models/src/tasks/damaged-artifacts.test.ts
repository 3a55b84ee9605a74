import {
  type ArtifactArray,
  type ArtifactContent,
  addDays,
  createTransaction,
  isTitansError,
  type JsonValue,
  tableFromRows,
} from '@titans/core';
import { expect, test } from 'vitest';
import { restoreAmountModel } from './amount/amount-model.js';
import { trainAmount } from './amount/train-amount.js';
import { restoreCategoryModel } from './category/category-model.js';
import { trainCategory } from './category/train-category.js';
import type { TaskOptions } from './train-options.js';

const rows = Array.from({ length: 120 }, (_, day) =>
  createTransaction({
    date: addDays('2024-01-01', day),
    description: `${['Tesco', 'Rent', 'Shell'][day % 3]} ${day % 7}`,
    amount: -(5 + (day % 3) * 10 + (day % 5)),
    category: ['food', 'home', 'car'][day % 3] ?? 'food',
    accountId: day % 2 === 0 ? 'joint' : 'card',
  }),
);
const queries = [
  { description: 'Tesco 1', accountId: 'joint', date: '2024-09-01' },
  { description: 'New' },
  {},
];

/** Copies of an array of which something is wrong. */
function damagedArrays(array: ArtifactArray): readonly (ArtifactArray | undefined)[] {
  const middle = array.length >> 1;
  const changed = [Number.NaN, -1, 2 ** 31].map((value) => {
    const copy = array.slice();
    copy[middle] = value;
    return copy;
  });
  return [undefined, array.slice(1), new Uint8Array(array.length + 1), ...changed];
}

/** The data with one of its members, however deep, being another value. */
function* damagedData(data: JsonValue): Generator<JsonValue> {
  for (const value of [null, -1, 'x', [], '__proto__'] as const) yield value;
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return;
  for (const [name, member] of Object.entries(data)) {
    for (const damaged of damagedData(member)) yield { ...data, [name]: damaged };
  }
}

function* damages(content: ArtifactContent): Generator<ArtifactContent> {
  for (const version of [content.version, 2]) {
    for (const [name, array] of Object.entries(content.arrays)) {
      for (const damaged of damagedArrays(array)) {
        const { [name]: _, ...others } = content.arrays;
        yield {
          ...content,
          version,
          arrays: damaged === undefined ? others : { ...others, [name]: damaged },
        };
      }
    }
  }
  for (const data of damagedData(content.data)) yield { ...content, data };
}

/** Numbers of an answer, however deep. */
function numbersIn(answer: unknown): readonly number[] {
  if (typeof answer === 'number') return [answer];
  return typeof answer === 'object' && answer !== null ? Object.values(answer).flatMap(numbersIn) : [];
}

const options: TaskOptions = { seed: 0, budget: 'quick' };
const table = tableFromRows(rows);
test.each([
  [
    'category',
    async () => (await trainCategory(table, options)).toArtifact(),
    async (content: ArtifactContent) => {
      const { predict } = await restoreCategoryModel(content);
      return queries.map((query) => predict(query));
    },
  ],
  [
    'amount',
    async () => (await trainAmount(table, options)).toArtifact(),
    async (content: ArtifactContent) => {
      const { predict } = await restoreAmountModel(content);
      return queries.map((query) => predict(query));
    },
  ],
])('a damaged model of %s is refused by name, or answers in numbers', async (_, train, answers) => {
  const content = await train();
  const refused: unknown[] = [];
  let answered = 0;
  for (const damaged of damages(content)) {
    try {
      const numbers = numbersIn(await answers(damaged));
      expect(numbers.length).toBeGreaterThan(0);
      expect(numbers.every(Number.isFinite)).toBe(true);
      answered++;
    } catch (error) {
      if (!isTitansError(error)) throw error;
      refused.push(error.code);
    }
  }
  expect(answered).toBeGreaterThan(0);
  expect(new Set(refused)).toEqual(new Set(['ARTIFACT_CORRUPT', 'ARTIFACT_KIND', 'ARTIFACT_VERSION']));
});
