import { describe, expect, test } from 'vitest';
import { signFlipTest } from './sign-flip-test.js';

/** p-values of `scipy.stats.permutation_test((a, b), mean of a − b, permutation_type='samples')`, SciPy 1.x. */
describe('the test of paired differences equals that of SciPy', () => {
  test('exactly where there are few', async () => {
    const a = [3.1, 2.4, 5.0, 4.2, 3.3, 2.9, 4.8, 3.7];
    const b = [2.8, 2.5, 4.1, 4.0, 3.1, 2.2, 4.9, 3.0];
    expect(await signFlipTest(Float64Array.from(a, (value, row) => value - (b[row] as number)))).toBe(
      0.046875,
    );
    expect(await signFlipTest(Float64Array.of(-0.1, -0.1))).toBe(0.5);
    expect(await signFlipTest(new Float64Array(5))).toBe(1);
  });

  test.each([
    [0.1, 0.1837],
    [0.05, 0.0032],
  ])('within the error of drawing where there are many (%d)', async (loss, expected) => {
    const differences = Float64Array.from(
      { length: 60 },
      (_, row) => -(row % 3 === 0 ? 0.3 : -loss) * (1 + (row % 5) / 10),
    );
    const error = 4 * Math.sqrt((expected * (1 - expected)) / 9_999);
    expect(Math.abs((await signFlipTest(differences)) - expected)).toBeLessThan(error);
  });
});

test('a test that is not wanted any more ends', async () => {
  const options = { signal: AbortSignal.abort() };
  await expect(signFlipTest(new Float64Array(50).fill(1), options)).rejects.toMatchObject({
    code: 'ABORTED',
  });
});
