import { type ArtifactContent, decodeArtifact, encodeArtifact, type JsonValue } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeSketches, sketch } from './sketch.js';
import { sketchFromArtifact } from './sketch-artifact.js';

const base = sketch(
  { amount: [1, 2, 3], category: ['a', 'b', 'b'], payee: ['x', 'y', 'z'], note: ['p', 'q', 'r'] },
  { kinds: { note: 'text' }, hashed: ['payee'] },
).toArtifact();

/** The content with one member of its data or one array replaced. */
function changed(path: readonly (string | number)[], value: JsonValue | Float64Array): ArtifactContent {
  if (value instanceof Float64Array) {
    return { ...base, arrays: { ...base.arrays, [path.join('.')]: value } };
  }
  const data = JSON.parse(JSON.stringify(base.data));
  let at = data;
  for (const step of path.slice(0, -1)) at = at[step];
  at[path.at(-1) as string] = value;
  return { ...base, data };
}

const longLabel = 'a'.repeat(81);

test.each<[string, ArtifactContent]>([
  // A bound of 0 was halved for ever, one of 2⁵⁰ asked for that much memory.
  ['no category permitted', changed(['bounds', 'mostCategories'], 0)],
  ['no cell permitted', changed(['bounds', 'mostCells'], 0)],
  ['more cells than there can be', changed(['bounds', 'mostCells'], 2 ** 50)],
  ['more bits dropped than there are', changed(['columns', 0, 'droppedBits'], 32)],
  ['values between cells', changed(['column0.values'], Float64Array.of(1, 2, 3.0000001))],
  ['values of one cell', changed(['column0.values'], Float64Array.of(1, 2, 2))],
  ['a zero below zero', changed(['column0.values'], Float64Array.of(-0, 2, 3))],
  ['an infinite value', changed(['column0.values'], Float64Array.of(1, 2, Number.POSITIVE_INFINITY))],
  ['half a row', changed(['column0.counts'], Float64Array.of(1, 1.5, 0.5))],
  ['rows below none', changed(['column0.counts'], Float64Array.of(5, -1, -1))],
  ['one category twice', changed(['columns', 1, 'labels'], ['a', 'a'])],
  ['categories out of order', changed(['columns', 1, 'labels'], ['b', 'a'])],
  ['a longer name than is kept', changed(['columns', 1, 'labels'], ['a', longLabel])],
  ['a name like a bucket', changed(['columns', 1, 'labels'], ['#3/1', 'b'])],
  ['names where buckets belong', changed(['columns', 2, 'labels'], ['x', 'y', 'z'])],
  ['a bucket that there is not', changed(['columns', 2, 'labels'], ['#16/1', '#16/2', '#16/fffff'])],
  ['finer buckets than there are', changed(['columns', 2, 'hashBits'], 40)],
  ['sums that are no numbers', changed(['column3.sums'], new Float64Array(64).fill(Number.NaN))],
  ['two columns of one name', changed(['columns', 1, 'name'], 'amount')],
])('a stored sketch with %s is refused', (_, content) => {
  expect(() => sketchFromArtifact(content)).toThrow(expect.objectContaining({ code: 'ARTIFACT_CORRUPT' }));
});

test('a stored sketch of a later version is refused as such', () => {
  expect(() => sketchFromArtifact({ ...base, version: 2 })).toThrow(
    expect.objectContaining({ code: 'ARTIFACT_VERSION' }),
  );
});

test('whatever was sketched reads back', async () => {
  const name = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '#', '##', '#16/ff', '__proto__'));
  const number = fc.oneof(fc.double({ noDefaultInfinity: true }), fc.constantFrom(-0, 5e-324, -5e-324));
  const rows = fc.array(fc.record({ name, number }), { maxLength: 200 });
  const options = fc.constantFrom({}, { hashed: ['name'] }, { mostCells: 64, mostCategories: 2 });
  await fc.assert(
    fc.asyncProperty(rows, options, async (given, bounds) => {
      const columns = { name: given.map((row) => row.name), number: given.map((row) => row.number) };
      const made = sketch(columns, bounds);
      const read = sketchFromArtifact(
        await decodeArtifact(await encodeArtifact(made.toArtifact()), { kind: 'titans/drift-sketch' }),
      );
      expect(read.columns).toEqual(made.columns);
    }),
    { numRuns: 60 },
  );
});

describe('a column without a value', () => {
  const values = sketch({ amount: [1, null, 2] });

  test.each([
    ['before', [sketch({ amount: [null, null] }), values]],
    ['after', [values, sketch({ amount: [null, null] })]],
    ['in no rows', [sketch({ amount: [] }), values, sketch({ amount: [null, null] })]],
  ] as const)('has no kind of its own: %s others it is merged as missing', (_, [first, ...others]) => {
    const { rows, columns } = mergeSketches(first, ...others);
    expect({ rows, columns }).toMatchObject({
      rows: 5,
      columns: [{ kind: 'numeric', missing: 3, cells: { values: Float64Array.of(1, 2) } }],
    });
  });
});

test.each<[string, () => unknown]>([
  ['merging nothing', () => mergeSketches(sketch({ a: [1] }), JSON.parse('null'))],
  ['merging what is no sketch', () => mergeSketches(JSON.parse('{"bounds": {}}'))],
  ['whole numbers of any size', () => sketch(Object({ a: new BigInt64Array(2) }))],
])('%s is refused', (_, act) => {
  expect(act).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});

test('columns may be called as the members of a feature matrix', () => {
  const { columns } = sketch({ features: ['a', 'b'], columns: ['c', 'd'] });
  expect(columns.map(({ name, kind }) => [name, kind])).toEqual([
    ['features', 'categorical'],
    ['columns', 'categorical'],
  ]);
});
