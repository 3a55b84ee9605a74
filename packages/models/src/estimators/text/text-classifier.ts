import { createRandom, TitansError } from '@titans/core';
import { fitDenseEncoding } from '../dense-encoding.js';
import type { Classifier, FitOptions } from '../estimator.js';
import { requireFitOptions } from '../fit-options.js';
import { type Pace, pace } from '../pace.js';
import { integerWithin, numberBetween, numberWithin, oneOf, refuseUnknownParameters } from '../parameters.js';
import { outputLabels, presentClasses } from '../present-classes.js';
import { checkLabels, checkTrainingMatrix, rowWeights } from '../training-data.js';
import type { DualLimits } from './dual-limits.js';
import { type MergedColumns, mergeEqualColumns } from './equal-columns.js';
import { type FittedTextClassifier, fittedTextClassifier } from './fitted-text-classifier.js';
import { solveSquaredHinge } from './hinge-dual.js';
import { type LinearProblem, rowsByText, squaredFeatureLengths } from './linear-problem.js';
import { solveMultinomial } from './multinomial-dual.js';
import type { NgramParameters } from './ngrams.js';
import { requireTexts } from './require-text.js';
import type { TextMatrix } from './text-matrix.js';
import { checkTextParameters, type TextParameters, textParameterNames } from './text-parameters.js';
import { fitTfIdf, tfIdfOf } from './tf-idf.js';

/** Parameters of {@link textClassifier}. */
export interface TextClassifierParameters extends TextParameters {
  /** `logistic`: multinomial logistic regression. `hinge`: one linear SVM per class. `logistic` unless told. */
  readonly loss?: 'logistic' | 'hinge';
  /** Strength of the penalty l2 ÷ 2 · |coefficients|²: 1 ÷ C of scikit-learn. 0.1 for `logistic`, 1 for `hinge` unless told. */
  readonly l2?: number;
  /**
   * Strength of the penalty l1 · |coefficients|₁ beside it, which makes coefficients 0 and artifacts small; 0 unless
   * told. With l2 that is the elastic net.
   */
  readonly l1?: number;
  /** What standardised dense columns are multiplied by, so that the penalty does not favour them; 0.3 unless told. */
  readonly denseScale?: number;
  /**
   * Stop when no row is further from optimal: for `logistic`, its probabilities from their dual variables, 1e-2 unless
   * told; for `hinge`, its margin from where it should be, 1e-3 unless told.
   */
  readonly tolerance?: number;
  /** At most so many passes over the rows; 1000 unless told. */
  readonly maxIterations?: number;
}

/** {@link textClassifier} as an estimator. */
export interface TextClassifier extends Classifier<TextMatrix> {
  fit(
    x: TextMatrix,
    labels: Int32Array,
    classes: readonly string[],
    options?: FitOptions,
  ): Promise<FittedTextClassifier>;
}

interface Settings {
  readonly loss: 'logistic' | 'hinge';
  readonly ngrams: NgramParameters;
  readonly l2: number;
  readonly l1: number;
  readonly denseScale: number;
  readonly tolerance: number;
  readonly maxIterations: number;
}

const parameterNames = [
  'loss',
  ...textParameterNames,
  'l2',
  'l1',
  'denseScale',
  'tolerance',
  'maxIterations',
] as const;

/**
 * A linear classifier of short texts: hashed word and character n-grams weighted by TF-IDF (as scikit-learn's
 * `TfidfVectorizer(sublinear_tf=True)`, one for `word` and one for `char_wb`), beside optional dense columns.
 *
 * With `l1` above 0 few coefficients are left: on 46,000 card payments, `hinge` with l1 0.3 is right as often and has an
 * artifact of 0.9 instead of 3.4 MB, for some six times the work of learning.
 *
 * Dense numbers are standardised, categories become columns of 0 and 1; missing ones contribute nothing. The
 * solver is deterministic, so `seed` has no effect. Probabilities of the `hinge` loss are the softmax of its
 * margins: calibrate them before you rely on them.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range. `fit` also throws `SHAPE_MISMATCH`,
 * `DATA_INSUFFICIENT`, `DATA_NOT_FINITE` and `ABORTED`.
 * @example
 * ```ts
 * import { textClassifier } from '@titans/models/estimators';
 *
 * const texts = ['Fuel for vehicle', 'Office365 subscription', 'Fuel station'];
 * const fitted = await textClassifier().fit({ texts }, Int32Array.of(0, 1, 0), ['fuel', 'software']);
 * fitted.predictProbabilities({ texts: ['vehicle fuel'] }); // Float64Array of 2
 * ```
 */
export function textClassifier(parameters: TextClassifierParameters = {}): TextClassifier {
  const settings = checkParameters(parameters);
  return Object.freeze({
    name: `text-${settings.loss}`,
    fit: (x: TextMatrix, labels: Int32Array, classes: readonly string[], options: FitOptions = {}) =>
      fit(settings, x, labels, classes, options),
  });
}

function checkParameters(parameters: TextClassifierParameters): Settings {
  refuseUnknownParameters('textClassifier', parameters, parameterNames);
  const loss = oneOf('loss', parameters.loss ?? 'logistic', ['logistic', 'hinge']);
  const settings: Settings = {
    loss,
    ngrams: checkTextParameters(parameters),
    l2: numberBetween('l2', parameters.l2 ?? (loss === 'logistic' ? 0.1 : 1), 0, Number.POSITIVE_INFINITY),
    l1: numberWithin('l1', parameters.l1 ?? 0, 0, Number.MAX_VALUE),
    denseScale: numberWithin('denseScale', parameters.denseScale ?? 0.3, 0, 1e6),
    tolerance: numberBetween('tolerance', parameters.tolerance ?? (loss === 'logistic' ? 1e-2 : 1e-3), 0, 1),
    maxIterations: integerWithin('maxIterations', parameters.maxIterations ?? 1000, 1, 100_000),
  };
  return Object.freeze(settings);
}

async function fit(
  settings: Settings,
  x: TextMatrix,
  labels: Int32Array,
  classes: readonly string[],
  options: FitOptions,
): Promise<FittedTextClassifier> {
  requireFitOptions(options);
  requireTexts(x);
  const rows = x.texts.length;
  if (rows === 0) throw new TitansError('DATA_INSUFFICIENT', 'There is no text to learn from.');
  checkLabels(labels, classes, rows);
  const weights = rowWeights(options.weights, rows);
  if (x.dense) {
    if (x.dense.rows !== rows) {
      throw new TitansError('SHAPE_MISMATCH', `There are ${rows} texts but ${x.dense.rows} dense rows.`);
    }
    checkTrainingMatrix(x.dense, 'permit-nan');
  }
  const step = pace(options, 'text classifier', 'rounds');

  const present = presentClasses(labels, weights, classes.length);
  const encoding = x.dense ? fitDenseEncoding(x.dense, weights, 'permit-nan') : null;
  const dense =
    x.dense && encoding
      ? {
          values: encoding.encode(x.dense).map((value) => value * settings.denseScale),
          width: encoding.width,
        }
      : null;
  const byText = rowsByText(x.texts, outputLabels(labels, present), weights, dense);
  const { tfIdf, rows: textRows } = fitTfIdf(byText.texts, byText.weights, settings.ngrams);
  const merged = mergeEqualColumns(textRows);
  const problem = byText.problemOf(merged.rows);
  await step(0);

  const outputs = present.length;
  const coefficients =
    outputs === 1
      ? new Float64Array(merged.rows.width + problem.denseWidth + 1)
      : await solve(settings, problem, merged.size, outputs, options.seed ?? 0, step);
  return fittedTextClassifier({
    kind: 'titans/text-classifier',
    loss: settings.loss,
    classes: Object.freeze([...classes]),
    present,
    tfIdf: tfIdfOf(settings.ngrams, tfIdf.columns, tfIdf.inverseDocumentFrequency, merged.groupOf),
    groupOf: merged.groupOf,
    groups: merged.rows.width,
    encoding,
    denseScale: settings.denseScale,
    coefficients: ofColumns(coefficients, merged, outputs),
  });
}

/** Coefficients features × outputs of the merged columns. */
async function solve(
  { loss, l2, l1, tolerance, maxIterations }: Settings,
  problem: LinearProblem,
  size: Int32Array,
  outputs: number,
  seed: number,
  step: Pace,
): Promise<Float64Array> {
  const limits: DualLimits = {
    l2,
    l1: l1 === 0 ? null : absolutePenalties(l1, size, problem.denseWidth),
    tolerance,
    maxEpochs: maxIterations,
  };
  if (loss === 'logistic') {
    const random = createRandom(seed, 'text-classifier');
    return solveMultinomial(problem, outputs, limits, random, (round) => step(round));
  }
  const lengths = squaredFeatureLengths(problem);
  const coefficients = new Float64Array((problem.text.width + problem.denseWidth + 1) * outputs);
  for (let output = 0; output < outputs; output++) {
    const random = createRandom(seed, `text-classifier/${output}`);
    const solved = solveSquaredHinge(problem, output, lengths, limits, random);
    for (let feature = 0; feature < solved.length; feature++) {
      coefficients[feature * outputs + output] = solved[feature] as number;
    }
    await step(output + 1, outputs);
  }
  return coefficients;
}

/** The n-grams of a group have 1 ÷ √size of its coefficient each, so √size of it together. The intercept has no penalty. */
function absolutePenalties(l1: number, size: Int32Array, denseWidth: number): Float64Array {
  const penalties = new Float64Array(size.length + denseWidth + 1).fill(l1);
  size.forEach((columns, group) => {
    penalties[group] = l1 * Math.sqrt(columns);
  });
  penalties[size.length + denseWidth] = 0;
  return penalties;
}

/** What each n-gram of a group adds, of the coefficient of √size times its value. */
function ofColumns(coefficients: Float64Array, { size }: MergedColumns, outputs: number): Float32Array {
  const single = Float32Array.from(coefficients);
  for (let group = 0; group < size.length; group++) {
    const scale = 1 / Math.sqrt(size[group] as number);
    for (let at = group * outputs; at < (group + 1) * outputs; at++) {
      single[at] = (coefficients[at] as number) * scale;
    }
  }
  return single;
}
