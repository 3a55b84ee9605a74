import { describe, expect, test } from 'vitest';
import { classificationReport } from './classification-report.js';
import { areaUnderRoc } from './roc.js';

// 40 rows of arithmetic that Python computes alike; no row is of class 3. Expected values: scikit-learn 1.9.1 with
// zero_division=0 and labels=[0, 1, 2, 3].
const rows = Array.from({ length: 40 }, (_, i) => i);
const actual = rows.map((i) => ((i * 3) % 8 === 0 ? 2 : (i * 7) % 10 < 5 ? 0 : 1));
const probabilities = Float64Array.from(
  rows.flatMap((i) => {
    const scores = [1 + ((i * 13) % 17), 1 + ((i * 5) % 11), 1 + ((i * 29) % 7), 1 + ((i * 3) % 5)];
    const sum = scores.reduce((total, score) => total + score, 0);
    return scores.map((score) => score / sum);
  }),
);
const classes = ['a', 'b', 'c', 'd'];

describe('equals scikit-learn to 1e-12', () => {
  const report = classificationReport({ classes, actual, probabilities });
  const close = (ours: number | null | undefined, theirs: number): void => {
    expect(Math.abs((ours as number) - theirs)).toBeLessThan(1e-12);
  };

  test('accuracy, confusion and support', () => {
    expect(report.accuracy).toBe(0.5);
    expect(report.confusion).toEqual([
      [13, 2, 2, 0],
      [9, 7, 1, 1],
      [3, 2, 0, 0],
      [0, 0, 0, 0],
    ]);
    expect(report.perClass.map(({ support }) => support)).toEqual([17, 18, 5, 0]);
  });

  test('precision, recall and F1, per class and on average', () => {
    const precision = [0.52, 0.6363636363636364, 0, 0];
    const recall = [0.7647058823529411, 0.3888888888888889, 0, 0];
    const f1 = [0.6190476190476191, 0.4827586206896552, 0, 0];
    report.perClass.forEach((figures, k) => {
      close(figures.precision, precision[k] as number);
      close(figures.recall, recall[k] as number);
      close(figures.f1, f1[k] as number);
    });
    close(report.macro.precision, 0.28909090909090907);
    close(report.macro.recall, 0.2883986928104575);
    close(report.macro.f1, 0.2754515599343186);
    close(report.weighted.precision, 0.5073636363636365);
    close(report.weighted.recall, 0.5);
    close(report.weighted.f1, 0.480336617405583);
  });

  test('log-loss, Brier score, ROC-AUC and top-k', () => {
    close(report.logLoss, 1.1972382874972727);
    close(report.brier, 0.650913650933882);
    close(report.perClass[0]?.rocAuc, 0.6202046035805626);
    close(report.perClass[1]?.rocAuc, 0.5631313131313131);
    close(report.perClass[2]?.rocAuc, 0.5371428571428571);
    expect(report.perClass[3]?.rocAuc).toBeNull();
    close(report.rocAuc, 0.5734929246182443);
    close(report.rocAucWeighted, 0.5841389045736872);
    close(report.topK(1), 0.5);
    close(report.topK(2), 0.7);
    close(report.topK(4), 1);
  });

  test('two classes', () => {
    const second = rows.map((i) => {
      const [a, b] = [probabilities[i * 4] as number, probabilities[i * 4 + 1] as number];
      return b / (a + b);
    });
    const binary = classificationReport({
      classes: ['no', 'yes'],
      actual: actual.map((label) => (label === 1 ? 1 : 0)),
      probabilities: Float64Array.from(second.flatMap((p) => [1 - p, p])),
    });
    close(binary.rocAuc, 0.5732323232323232);
    close(binary.brier, 0.2538853405237272);
    close(binary.logLoss, 0.7154985385628767);
  });
});

test('certain and wrong costs a finite log-loss', () => {
  const report = classificationReport({
    classes: ['a', 'b'],
    actual: [1],
    probabilities: Float64Array.of(1, 0),
  });
  // −ln of numpy.finfo(float).eps, where scikit-learn clips.
  expect(report.logLoss).toBeCloseTo(36.04365338911715, 10);
});

test('one class only: ROC-AUC is undefined, the rest is not', () => {
  const report = classificationReport({
    classes: ['a'],
    actual: [0, 0],
    probabilities: Float64Array.of(1, 1),
  });
  expect(report).toMatchObject({
    accuracy: 1,
    rocAuc: null,
    rocAucWeighted: null,
    expectedCalibrationError: 0,
  });
});

test('ties count half', () => {
  expect(areaUnderRoc([1, 0, 1, 0], Float64Array.of(0.5, 0.5, 0.5, 0.5))).toBe(0.5);
});

test.each([
  ['no row', { classes, actual: [], probabilities: new Float64Array(0) }, 'DATA_INSUFFICIENT'],
  ['too few probabilities', { classes, actual: [0], probabilities: new Float64Array(3) }, 'SHAPE_MISMATCH'],
  [
    'a label that is no class',
    { classes: ['a'], actual: [1], probabilities: Float64Array.of(1) },
    'INVALID_ARGUMENT',
  ],
  ['NaN', { classes: ['a'], actual: [0], probabilities: Float64Array.of(Number.NaN) }, 'DATA_NOT_FINITE'],
])('%s is refused', (_, outcome, code) => {
  expect(() => classificationReport(outcome)).toThrow(expect.objectContaining({ code }));
});
