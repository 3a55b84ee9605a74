import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  brierScore,
  classificationReport,
  confusionMatrix,
  logLoss,
  mostProbableLabels,
  topKAccuracy,
} from './index.js';
import { codeOf } from './testing/code-of.js';
import { fourClasses } from './testing/four-classes.js';

/** Equal to 1e-12, NaN to NaN. */
function close(found: readonly number[], expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  found.forEach((value, i) => {
    const wanted = expected[i] as number;
    if (Number.isNaN(wanted)) expect(value).toBeNaN();
    else expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(wanted)));
  });
}

const threeClasses = ['a', 'b', 'c'];
const two = Int32Array.of(0, 1);

// Expected figures: scikit-learn 1.9.1 on the same formula.
describe('a report of probabilities equals scikit-learn', () => {
  const { labels, probabilities, classes } = fourClasses();
  const report = classificationReport(labels, probabilities, classes, { topK: [1, 2, 3, 4, 9] });

  test('accuracy, confusion and support', () => {
    expect(report.n).toBe(40);
    expect(report.accuracy).toBe(0.525);
    expect(report.confusion.counts).toEqual([
      [4, 6, 2, 3],
      [0, 5, 1, 0],
      [4, 0, 7, 1],
      [1, 1, 0, 5],
    ]);
    expect(report.perClass.map(({ class: name, support }) => [name, support])).toEqual([
      ['food', 15],
      ['rent', 6],
      ['fuel', 12],
      ['other', 7],
    ]);
  });

  test('precision, recall and F1', () => {
    close(
      report.perClass.map(({ precision }) => precision),
      [0.4444444444444444, 0.4166666666666667, 0.7, 0.5555555555555556],
    );
    close(
      report.perClass.map(({ recall }) => recall),
      [0.26666666666666666, 0.8333333333333334, 0.5833333333333334, 0.7142857142857143],
    );
    close(
      report.perClass.map(({ f1 }) => f1),
      [0.3333333333333333, 0.5555555555555556, 0.6363636363636364, 0.625],
    );
    close(
      [report.macro.precision, report.macro.recall, report.macro.f1],
      [0.5291666666666667, 0.599404761904762, 0.5375631313131313],
    );
    close(
      [report.weighted.precision, report.weighted.recall, report.weighted.f1],
      [0.5363888888888888, 0.525, 0.5086174242424242],
    );
  });

  test('log-loss, Brier and top-k', () => {
    close([report.logLoss, report.brier], [1.2365156852032697, 0.6484464504940984]);
    expect(report.topK).toEqual([
      { k: 1, accuracy: 0.525 },
      { k: 2, accuracy: 0.725 },
      { k: 3, accuracy: 0.875 },
      { k: 4, accuracy: 1 },
      { k: 9, accuracy: 1 },
    ]);
  });

  test('one-versus-rest ROC-AUC and average precision', () => {
    close(
      report.rocAuc.perClass,
      [0.5306666666666666, 0.8676470588235294, 0.8273809523809523, 0.9523809523809523],
    );
    close([report.rocAuc.macro, report.rocAuc.weighted], [0.7945189075630252, 0.7440280112044817]);
    close(
      report.averagePrecision.perClass,
      [0.4998766285691244, 0.6078042328042328, 0.7237346681096681, 0.7647186147186147],
    );
    close(
      [report.averagePrecision.macro, report.averagePrecision.weighted],
      [0.64903353605041, 0.6295705286427145],
    );
  });

  test('calibration error from the bins of calibration_curve', () => {
    close(
      [report.calibrationError.equalWidth, report.calibrationError.equalMass],
      [0.1501424980398591, 0.26874113113493964],
    );
  });

  test('labels alone give the same scores', () => {
    const alone = classificationReport(labels, mostProbableLabels(probabilities, 4), classes);
    expect(alone.perClass).toEqual(report.perClass);
    expect(alone.accuracy).toBe(report.accuracy);
    expect('logLoss' in alone).toBe(false);
  });
});

test('two classes: the binary figures, Brier halved, as scikit-learn', () => {
  const labels = Int32Array.of(0, 0, 1, 1, 0, 1, 1, 0, 1, 0);
  const event = [0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.9, 0.8, 0.65, 0.05];
  const report = classificationReport(labels, Float64Array.from(event.flatMap((p) => [1 - p, p])), [
    'no',
    'yes',
  ]);
  close(
    [
      report.rocAuc.perClass[1] as number,
      report.averagePrecision.perClass[1] as number,
      report.averagePrecision.perClass[0] as number,
    ],
    [0.74, 0.7226190476190475, 0.7777777777777777],
  );
  close([report.logLoss, report.brier], [0.5513142809448781, 0.19275]);
});

describe('classes that are absent', () => {
  // precision_recall_fscore_support of scikit-learn on the four classes that occur; "c" occurs nowhere.
  const report = classificationReport(Int32Array.of(0, 0, 1, 1, 3), Int32Array.of(0, 1, 1, 4, 4), [
    'a',
    'b',
    'c',
    'd',
    'e',
  ]);

  test('never predicted: 0; without rows: 0; neither: NaN, in no average', () => {
    close(
      report.perClass.map(({ precision }) => precision),
      [1, 0.5, Number.NaN, 0, 0],
    );
    close(
      report.perClass.map(({ recall }) => recall),
      [0.5, 0.5, Number.NaN, 0, 0],
    );
    close(
      report.perClass.map(({ f1 }) => f1),
      [0.6666666666666666, 0.5, Number.NaN, 0, 0],
    );
    close([report.macro.precision, report.macro.recall, report.macro.f1], [0.375, 0.25, 0.29166666666666663]);
    close(
      [report.weighted.precision, report.weighted.recall, report.weighted.f1],
      [0.6, 0.4, 0.4666666666666666],
    );
  });

  test('a class without rows has no ROC-AUC and no average precision, and does not undo the others', () => {
    const probabilities = Float64Array.of(0.7, 0.2, 0.1, 0.3, 0.6, 0.1, 0.4, 0.5, 0.1);
    const { rocAuc, averagePrecision } = classificationReport(
      Int32Array.of(0, 1, 0),
      probabilities,
      threeClasses,
    );
    expect(rocAuc.perClass).toEqual([1, 1, Number.NaN]);
    expect([rocAuc.macro, rocAuc.weighted]).toEqual([1, 1]);
    expect(averagePrecision.perClass[2]).toBeNaN();
  });

  test('one class alone has no ROC-AUC at all', () => {
    const { rocAuc, accuracy } = classificationReport(
      Int32Array.of(0, 0),
      Float64Array.of(0.9, 0.1, 0.6, 0.4),
      ['a', 'b'],
    );
    expect(accuracy).toBe(1);
    expect(rocAuc.macro).toBeNaN();
  });
});

test('of equal probabilities the first class is predicted, and top-1 is the accuracy', () => {
  const even = Float64Array.of(0.5, 0.5, 0.5, 0.5);
  expect([...mostProbableLabels(even, 2)]).toEqual([0, 0]);
  expect(topKAccuracy(two, even, 2, 1)).toBe(0.5);
  expect(classificationReport(two, even, ['a', 'b']).accuracy).toBe(0.5);
});

test('a row that was surely wrong costs −ln 2⁻⁵², as scikit-learn', () => {
  // log_loss([0, 1], [[0, 1], [0, 1]])
  close([logLoss(two, Float64Array.of(0, 1, 0, 1), 2)], [18.021826694558577]);
});

test('the worst Brier score is 2, for two classes 1', () => {
  expect(brierScore(Int32Array.of(0), Float64Array.of(0, 1, 0), 3)).toBe(2);
  expect(brierScore(Int32Array.of(0), Float64Array.of(0, 1), 2)).toBe(1);
});

test('the report is frozen', () => {
  const report = classificationReport(two, Float64Array.of(1, 0, 0, 1), ['a', 'b']);
  for (const part of [
    report,
    report.perClass,
    report.macro,
    report.confusion.counts,
    report.rocAuc,
    report.topK,
  ]) {
    expect(Object.isFrozen(part)).toBe(true);
  }
});

test('what is wrong with the input is said', () => {
  const classes = ['a', 'b'];
  const report = (labels: Int32Array, probabilities: Float64Array): unknown =>
    codeOf(() => classificationReport(labels, probabilities, classes));
  expect(report(Int32Array.of(), Float64Array.of())).toBe('DATA_INSUFFICIENT');
  expect(codeOf(() => classificationReport(Int32Array.of(), Int32Array.of(), classes))).toBe(
    'DATA_INSUFFICIENT',
  );
  expect(report(two, Float64Array.of(1, 0))).toBe('SHAPE_MISMATCH');
  expect(codeOf(() => confusionMatrix([0, 1], [0], classes))).toBe('SHAPE_MISMATCH');
  expect(report(two, Float64Array.of(1, 0, Number.NaN, 1))).toBe('DATA_NOT_FINITE');
  expect(report(two, Float64Array.of(1, 0, 1.5, -0.5))).toBe('INVALID_ARGUMENT');
  expect(report(two, Float64Array.of(1, 0, 0.5, 0.4))).toBe('INVALID_ARGUMENT');
  expect(report(Int32Array.of(0, 2), Float64Array.of(1, 0, 0, 1))).toBe('INVALID_ARGUMENT');
  expect(codeOf(() => confusionMatrix([0, -1], [0, 0], classes))).toBe('INVALID_ARGUMENT');
  expect(codeOf(() => topKAccuracy(two, Float64Array.of(1, 0, 0, 1), 2, 0))).toBe('INVALID_ARGUMENT');
});

test('weighted recall is the accuracy, and the confusion matrix counts every row once', () => {
  const rows = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(rows, (pairs) => {
      const report = classificationReport(
        Int32Array.from(pairs, ([label]) => label),
        Int32Array.from(pairs, ([, predicted]) => predicted),
        ['a', 'b', 'c', 'd'],
      );
      expect(report.weighted.recall).toBeCloseTo(report.accuracy, 12);
      expect(report.confusion.counts.flat().reduce((sum, count) => sum + count, 0)).toBe(pairs.length);
    }),
  );
});

// Forty rows of arithmetic in which no row is of class 3, which is predicted once. scikit-learn 1.9.1 with
// zero_division=0 and labels=[0, 1, 2, 3]; ROC-AUC one against the rest over the classes that have rows.
describe('a report in which a class has no rows equals scikit-learn', () => {
  const rows = Array.from({ length: 40 }, (_, i) => i);
  const labels = Int32Array.from(rows, (i) => ((i * 3) % 8 === 0 ? 2 : (i * 7) % 10 < 5 ? 0 : 1));
  const probabilities = Float64Array.from(
    rows.flatMap((i) => {
      const scores = [1 + ((i * 13) % 17), 1 + ((i * 5) % 11), 1 + ((i * 29) % 7), 1 + ((i * 3) % 5)];
      const sum = scores.reduce((total, score) => total + score, 0);
      return scores.map((score) => score / sum);
    }),
  );

  test('all figures', () => {
    const report = classificationReport(labels, probabilities, ['a', 'b', 'c', 'd'], { topK: [1, 2, 4] });
    expect(report.confusion.counts).toEqual([
      [13, 2, 2, 0],
      [9, 7, 1, 1],
      [3, 2, 0, 0],
      [0, 0, 0, 0],
    ]);
    close(
      report.perClass.map(({ precision }) => precision),
      [0.52, 0.6363636363636364, 0, 0],
    );
    close(
      report.perClass.map(({ recall }) => recall),
      [0.7647058823529411, 0.3888888888888889, 0, 0],
    );
    close(
      report.perClass.map(({ f1 }) => f1),
      [0.6190476190476191, 0.4827586206896552, 0, 0],
    );
    close(Object.values(report.macro), [0.28909090909090907, 0.2883986928104575, 0.2754515599343186]);
    close(Object.values(report.weighted), [0.5073636363636365, 0.5, 0.480336617405583]);
    close([report.logLoss, report.brier], [1.1972382874972727, 0.650913650933882]);
    close(report.rocAuc.perClass, [0.6202046035805626, 0.5631313131313131, 0.5371428571428571, Number.NaN]);
    close([report.rocAuc.macro, report.rocAuc.weighted], [0.5734929246182443, 0.5841389045736872]);
    // Row 38 has a tie for the second place: 0.725 (numpy) where the first of equals goes first, 0.7 in scikit-learn,
    // where the last does.
    expect(report.topK.map(({ accuracy }) => accuracy)).toEqual([0.5, 0.725, 1]);
  });

  test('two of its classes', () => {
    const event = rows.map((i) => {
      const [a, b] = [probabilities[i * 4] as number, probabilities[i * 4 + 1] as number];
      return b / (a + b);
    });
    const report = classificationReport(
      labels.map((label) => (label === 1 ? 1 : 0)),
      Float64Array.from(event.flatMap((p) => [1 - p, p])),
      ['no', 'yes'],
    );
    close(
      [report.rocAuc.macro, report.brier, report.logLoss],
      [0.5732323232323232, 0.2538853405237272, 0.7154985385628767],
    );
  });

  test('a single class', () => {
    const report = classificationReport(Int32Array.of(0, 0), Float64Array.of(1, 1), ['a']);
    expect(report).toMatchObject({ accuracy: 1, calibrationError: { equalWidth: 0, equalMass: 0 } });
    expect([report.rocAuc.macro, report.rocAuc.weighted]).toEqual([Number.NaN, Number.NaN]);
  });
});
