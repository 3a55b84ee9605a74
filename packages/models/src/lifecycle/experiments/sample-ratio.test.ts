import { expect, test } from 'vitest';
import { sampleRatioPValue } from './sample-ratio.js';

// sequential_p_values of the Python package ssrm-test 0.1.5, by the authors of the test; the last by scipy's gammaln.
test.each([
  [[5_200, 4_800], [1, 1], 1_000, 0.0022977666452611103],
  [[520, 480], [1, 1], 1_000, 0.9478792223816831],
  [[9_300, 700], [0.95, 0.05], 1_000, 3.8278334595278264e-15],
  [[9_300, 700], [0.95, 0.05], 100, 7.440708494318119e-16],
  [[100, 120, 90], [1, 1, 1], 10, 1],
])(
  '%j in shares of %j with concentration %d has the p-value %d',
  (counts, weights, concentration, pValue) => {
    expect(sampleRatioPValue(counts, weights, concentration) / pValue).toBeCloseTo(1, 8);
  },
);

test('nothing counted says nothing', () => {
  expect(sampleRatioPValue([0, 0], [1, 3])).toBe(1);
});

test.each([
  [[1], [1], undefined],
  [[1, 2], [1], undefined],
  [[1, 2], [1, 0], undefined],
  [[-1, 2], [1, 1], undefined],
  [[1, 2], [1, 1], 0],
])('%j of %j is refused', (counts, weights, concentration) => {
  expect(() => sampleRatioPValue(counts, weights, concentration)).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
});
