import { isTitansError } from '@titans/core';
import { expect, test } from 'vitest';
import * as calibration from './index.js';

const five = [1, 2, 3, 4, 5];
const four = Float64Array.of(0.9, 0.1, 0.5, 0.5, 0.9, 0.1, 0.5, 0.5);
const probabilities = Float64Array.of(0.9, 0.1);
const groups = five.map(() => 'a');
const curve = calibration.reliabilityCurve([0.1, 0.9], [0, 1]);
const adaptive = calibration.startAdaptiveInterval([1, 2], 0.8);

/** Right arguments of every function, and where objects and lists stand among them. */
const calls: readonly (readonly [
  name: keyof typeof calibration,
  args: readonly unknown[],
  places: readonly number[],
])[] = [
  [
    'fitPlatt',
    [
      [1, 2],
      [0, 1],
    ],
    [0, 1],
  ],
  ['applyPlatt', [calibration.fitPlatt([1, 2], [0, 1]), [1]], [0, 1]],
  [
    'fitIsotonic',
    [
      [1, 2],
      [0, 1],
    ],
    [0, 1],
  ],
  ['applyIsotonic', [calibration.fitIsotonic([1, 2], [0, 1]), [1]], [0, 1]],
  [
    'fitVennAbers',
    [
      [1, 2],
      [0, 1],
    ],
    [0, 1],
  ],
  ['applyVennAbers', [calibration.fitVennAbers([1, 2], [0, 1]), [1]], [0, 1]],
  ['fitTemperature', [Float64Array.of(1, 2, 3, 1), [0, 1], 2], [0, 1]],
  ['applyTemperature', [{ temperature: 1 }, Float64Array.of(1, 2), 2], [0, 1]],
  [
    'reliabilityCurve',
    [
      [0.1, 0.9],
      [0, 1],
    ],
    [0, 1],
  ],
  ['expectedCalibrationError', [curve], [0]],
  ['debiasedCalibrationError', [curve], [0]],
  ['conformalQuantile', [five, 0.8], [0]],
  ['fitConformalInterval', [five, five, 0.8], [0, 1]],
  ['applyConformalInterval', [{ radius: 1 }, [1]], [0, 1]],
  ['fitConformalQuantileRegression', [five, { lower: five, upper: five }, 0.8], [0, 1]],
  ['applyConformalQuantileRegression', [{ offset: 1 }, { lower: [1], upper: [2] }], [0, 1]],
  ['fitMondrianInterval', [five, five, groups, 0.8], [0, 1, 2]],
  [
    'applyMondrianInterval',
    [calibration.fitMondrianInterval(five, five, groups, 0.8), [1], ['a']],
    [0, 1, 2],
  ],
  ['fitConformalSets', [[0, 1, 0, 1], four, 2, 0.8], [0, 1]],
  ['applyConformalSets', [calibration.fitConformalSets([0, 1, 0, 1], four, 2, 0.8), probabilities], [0, 1]],
  ['startAdaptiveInterval', [[1, 2], 0.8], [0]],
  ['adaptiveRadius', [adaptive], [0]],
  ['updateAdaptiveInterval', [adaptive, 1, 2], [0, 1, 2]],
  ['adaptiveIntervals', [adaptive, [1], [2]], [0, 1, 2]],
];

const functions: Readonly<Record<string, unknown>> = { ...calibration };

test('every function refuses what is no list and no fitted value, for callers that are not compiled', () => {
  const wrong = [null, undefined, 'text', 5, {}, [null], [1n], { length: -1 }];
  // Whatever else is exported takes no list.
  const listed = calls.map(([name]) => name);
  expect(Object.keys(functions).filter((name) => !listed.includes(name as keyof typeof calibration))).toEqual(
    ['leastConformalScores'],
  );
  for (const [name, args, places] of calls) {
    const called = functions[name] as (...values: readonly unknown[]) => unknown;
    expect(() => called(...args), name).not.toThrow();
    for (const place of places) {
      for (const value of wrong) {
        if (isFitting(name, place, value)) continue;
        let thrown: unknown;
        try {
          called(...args.map((arg, at) => (at === place ? value : arg)));
        } catch (error) {
          thrown = error;
        }
        expect(isTitansError(thrown), `${name}, argument ${place + 1}, ${String(value)}: ${thrown}`).toBe(
          true,
        );
      }
    }
  }
});

/** A number is what these two take, and groups may be whatever can be told apart. */
function isFitting(name: string, place: number, value: unknown): boolean {
  if (name === 'updateAdaptiveInterval') return place > 0 && typeof value === 'number';
  return name.endsWith('MondrianInterval') && place === 2 && Array.isArray(value);
}
