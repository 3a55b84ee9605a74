import { isTitansError } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { hasSharedData, readSharedCsv } from '../testing/shared-data.js';
import { restoreTextClassifier } from './fitted-text-classifier.js';
import { textClassifier } from './text-classifier.js';
import { selectTextRows, type TextMatrix } from './text-matrix.js';

const texts = [
  'fuel for vehicle',
  'office365 subscription',
  'fuel station',
  'rent office',
  'office chair',
  'subscription music',
  'vehicle repair',
  'rent flat',
];
const labels = Int32Array.of(0, 1, 0, 2, 1, 1, 0, 2);
const classes = ['car', 'work', 'home'];
const queries = { texts: ['vehicle rent', 'office music chair', 'nothing known'] };
const wordsOnly = { wordNgrams: { min: 1, max: 1 }, charNgrams: null } as const;

describe('against scikit-learn 1.9.1, TfidfVectorizer(sublinear_tf=True) of single words', () => {
  // The intercept is penalised: LogisticRegression(C, tol=1e-13, fit_intercept=False) with a column of ones, the
  // mean of decision_function over the classes taken off each row.
  test.each([
    [
      1,
      [
        0.20935298522612408, -0.3421157923193243, 0.1327628070932002, -0.29462405042290124,
        0.5869255319033243, -0.292301481480423, 0.08524760876163438, 0.10378104101446312,
        -0.18902864977609748,
      ],
    ],
    [
      10,
      [
        0.47962234757740774, -1.1867613379726545, 0.7071389903952466, -0.9777521103385471, 1.756137804011869,
        -0.7783856936733218, 0.1479470740858929, 0.23075337338515567, -0.37870044747104853,
      ],
    ],
  ])('multinomial logistic regression with C = %d', async (C, expected) => {
    const model = textClassifier({ ...wordsOnly, l2: 1 / C, tolerance: 1e-9 });
    const scores = (await model.fit({ texts }, labels, classes)).decisionScores(queries);
    for (let row = 0; row < 3; row++) {
      // A multinomial model fixes scores up to a constant per row.
      for (const [k, value] of centred(scores.subarray(row * 3, row * 3 + 3)).entries())
        expect(Math.abs(value - (expected[row * 3 + k] as number))).toBeLessThan(1e-6);
    }
  });

  test('its coefficients, read from explanations', async () => {
    // coef_ of the first model for the words of the query, and for the column of ones, less their means.
    const coefficients: Record<string, readonly number[]> = {
      vehicle: [0.48629911120481106, -0.27024780646664887, -0.21605130473816217],
      rent: [-0.310787604645311, -0.36034554265320895, 0.6711331472985199],
    };
    const intercepts = [0.08524760876163438, 0.10378104101446312, -0.18902864977609748];
    const model = textClassifier({ ...wordsOnly, l2: 1, tolerance: 1e-9 });
    const fitted = await model.fit({ texts }, labels, classes);
    for (let k = 0; k < 3; k++) {
      const { bias, contributions } = fitted.explain(queries, 0, k);
      expect(bias).toBeCloseTo(intercepts[k] as number, 6);
      for (const { feature, contribution } of contributions) {
        // Both words are in two of the eight texts, so each is 1/√2 of the query's row.
        expect(contribution * Math.SQRT2).toBeCloseTo(coefficients[feature]?.[k] as number, 6);
      }
      expect(contributions.map(({ feature }) => feature).sort()).toEqual(['rent', 'vehicle']);
    }
  });

  test('linear SVM with squared hinge loss', async () => {
    // LinearSVC(C=1, tol=1e-10).decision_function(q)
    const expected = [
      -0.037149737012404815, -1.0397999872403805, 0.10990678336871024, -0.8472717914261633,
      0.6440509627484178, -0.7595058222510414, -0.18937899733430597, -0.1632182986599806, -0.4495704905856272,
    ];
    const model = textClassifier({
      ...wordsOnly,
      loss: 'hinge',
      l2: 1,
      tolerance: 1e-10,
      maxIterations: 10_000,
    });
    const scores = (await model.fit({ texts }, labels, classes)).decisionScores(queries);
    for (const [i, score] of scores.entries())
      expect(Math.abs(score - (expected[i] as number))).toBeLessThan(1e-6);
  });
});

const withDense = (rows: readonly string[]): TextMatrix => ({
  texts: rows,
  dense: {
    rows: rows.length,
    features: [
      { name: 'length', kind: 'numeric', inputs: ['description'] },
      { name: 'payment', kind: 'categorical', inputs: ['paymentMethod'], categories: ['cash', 'card'] },
    ],
    columns: [
      Float64Array.from(rows, (text) => text.length),
      Float64Array.from(rows, (_, row) => [0, 1, Number.NaN][row % 3] as number),
    ],
  },
});

describe.each(['logistic', 'hinge'] as const)('%s', (loss) => {
  test('explanations add up to the score', async () => {
    const x = withDense(texts);
    const fitted = await textClassifier({ loss }).fit(x, labels, classes);
    const scores = fitted.decisionScores(x);
    for (let row = 0; row < texts.length; row++) {
      for (let k = 0; k < classes.length; k++) {
        const { score, bias, contributions } = fitted.explain(x, row, k);
        const sum = contributions.reduce((total, { contribution }) => total + contribution, bias);
        expect(Math.abs(sum - score)).toBeLessThan(1e-12);
        expect(Math.abs(score - (scores[row * classes.length + k] as number))).toBeLessThan(1e-12);
      }
    }
  });

  test('texts that are read once answer the same as one by one', async () => {
    const x = withDense(texts);
    const fitted = await textClassifier({ loss }).fit(x, labels, classes);
    const reading = fitted.read(x);
    expect(reading.decisionScores()).toEqual(fitted.decisionScores(x));
    for (let row = 0; row < texts.length; row++) {
      const whole = fitted.explain(selectTextRows(x, [row]), 0, 1);
      expect(reading.explain(row, 1)).toEqual(whole);
      for (const strongest of [0, 3, 40]) {
        const contributions = whole.contributions.slice(0, strongest);
        expect(reading.explain(row, 1, strongest)).toEqual({ ...whole, contributions });
      }
    }
    for (const row of [-1, 0.5, texts.length])
      expect(() => reading.explain(row, 0)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });

  test('weights stand for repeated rows', async () => {
    const x = withDense(texts);
    const weights = Float64Array.of(1, 2, 1, 3, 1, 1, 2, 1);
    const repeated = [...weights].flatMap((count, row) => Array<number>(count).fill(row));
    const model = textClassifier({ loss, tolerance: 1e-8, maxIterations: 100_000 });
    const weighted = await model.fit(x, labels, classes, { weights });
    const duplicated = await model.fit(
      selectTextRows(x, repeated),
      Int32Array.from(repeated, (row) => labels[row] as number),
      classes,
    );
    const [a, b] = [weighted.decisionScores(x), duplicated.decisionScores(x)];
    for (const [i, score] of a.entries()) expect(Math.abs(score - (b[i] as number))).toBeLessThan(1e-5);
  });

  test('a class without a row has probability 0, a single class 1', async () => {
    const fitted = await textClassifier({ loss }).fit({ texts: ['a b', 'c d'] }, Int32Array.of(1, 1), [
      'x',
      'y',
    ]);
    expect([...fitted.predictProbabilities({ texts: ['a b', ''] })]).toEqual([0, 1, 0, 1]);
  });

  test('an artifact restores the same model', async () => {
    const x = withDense(texts);
    const fitted = await textClassifier({ loss }).fit(x, labels, classes);
    const restored = restoreTextClassifier(fitted.toArtifact());
    expect(restored.predictProbabilities(x)).toEqual(fitted.predictProbabilities(x));
    expect(restored.toArtifact()).toEqual(fitted.toArtifact());
    const { arrays, ...rest } = fitted.toArtifact();
    const cut = { ...rest, arrays: { ...arrays, coefficients: new Float32Array(3) } };
    expect(() => restoreTextClassifier(cut)).toThrow(expect.objectContaining({ code: 'ARTIFACT_CORRUPT' }));
  });

  test('absolute penalties leave few coefficients, and an artifact of those alone', async () => {
    const x = withDense(texts);
    const fitted = await textClassifier({ loss, l1: 0.4 }).fit(x, labels, classes);
    const content = fitted.toArtifact();
    const { coefficients, coefficientValue, coefficientOutput, columns } = content.arrays;
    expect(coefficients).toBeUndefined();
    expect(coefficientValue?.length).toBeGreaterThan(3);
    expect(coefficientValue?.length).toBeLessThan((columns?.length ?? 0) * classes.length);
    const restored = restoreTextClassifier(content);
    expect(restored.decisionScores(x)).toEqual(fitted.decisionScores(x));
    expect(restored.toArtifact()).toEqual(content);
    for (const damaged of [
      { coefficientOutput: (coefficientOutput as Uint16Array).map(() => 9) },
      { coefficientValue: new Float32Array(1) },
      { coefficientStart: new Int32Array(2) },
    ]) {
      const arrays = { ...content.arrays, ...damaged };
      expect(() => restoreTextClassifier({ ...content, arrays })).toThrow(
        expect.objectContaining({ code: 'ARTIFACT_CORRUPT' }),
      );
    }
  });

  test.skipIf(!hasSharedData('titans-finance/all_transactions.csv'))(
    'leave-one-out accuracy on the 100 labelled rows of the original file is at least 0.73',
    { timeout: 60_000 },
    async () => {
      const rows = readSharedCsv('titans-finance/all_transactions.csv')
        .slice(1)
        .filter((row) => row[4] !== '');
      const categories = [...new Set(rows.map((row) => row[4] as string))].sort();
      const methods = [...new Set(rows.map((row) => row[5] as string))].sort();
      const codes = Int32Array.from(rows, (row) => categories.indexOf(row[4] as string));
      const x: TextMatrix = {
        texts: rows.map((row) => row[2] as string),
        dense: {
          rows: rows.length,
          features: [
            { name: 'logAmount', kind: 'numeric', inputs: ['amount'] },
            { name: 'paymentMethod', kind: 'categorical', inputs: ['paymentMethod'], categories: methods },
          ],
          columns: [
            Float64Array.from(rows, (row) => Math.log(Math.abs(Number(row[3])))),
            Float64Array.from(rows, (row) => methods.indexOf(row[5] as string)),
          ],
        },
      };
      expect(rows).toHaveLength(100);
      let right = 0;
      for (let held = 0; held < rows.length; held++) {
        const kept = [...rows.keys()].filter((row) => row !== held);
        const fitted = await textClassifier({ loss }).fit(
          selectTextRows(x, kept),
          Int32Array.from(kept, (row) => codes[row] as number),
          categories,
        );
        const probabilities = fitted.predictProbabilities(selectTextRows(x, [held]));
        if (probabilities.indexOf(Math.max(...probabilities)) === codes[held]) right++;
      }
      expect(right / rows.length).toBeGreaterThanOrEqual(0.73);
    },
  );
});

test('what is no text is refused, learning and predicting', async () => {
  const texts = JSON.parse('["fuel",null]') as string[];
  const fit = textClassifier().fit({ texts }, Int32Array.of(0, 1), ['a', 'b']);
  await expect(fit).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  const fitted = await textClassifier().fit({ texts: ['fuel', 'rent'] }, Int32Array.of(0, 1), ['a', 'b']);
  expect(() => fitted.predictProbabilities({ texts })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
});

test('parameters outside their range are refused by name', () => {
  const fieldOf = (make: () => unknown): unknown => {
    try {
      make();
    } catch (error) {
      return isTitansError(error, 'INVALID_ARGUMENT') ? error.details.field : error;
    }
    return undefined;
  };
  expect(fieldOf(() => textClassifier({ l2: 0 }))).toBe('l2');
  expect(fieldOf(() => textClassifier({ hashBits: 40 }))).toBe('hashBits');
  expect(fieldOf(() => textClassifier({ wordNgrams: { min: 2, max: 1 } }))).toBe('wordNgrams.max');
  expect(fieldOf(() => textClassifier(JSON.parse('{"c":1}')))).toBe('c');
});

function centred(values: ArrayLike<number>): number[] {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  return all.map((value) => value - mean);
}
