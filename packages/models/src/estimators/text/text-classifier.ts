import { createRandom, TitansError } from '@titans/core';
import { type DenseEncoding, fitDenseEncoding } from '../dense-encoding.js';
import type { Classifier, FitOptions } from '../estimator.js';
import { minimise } from '../linear/trust-region-newton.js';
import { type Pace, pace } from '../pace.js';
import { integerWithin, numberBetween, numberWithin, oneOf, refuseUnknownParameters } from '../parameters.js';
import { outputLabels, presentClasses } from '../present-classes.js';
import { checkLabels, checkTrainingMatrix, rowWeights } from '../training-data.js';
import { solveSquaredHinge, squaredRowLengths } from './dual-coordinate-descent.js';
import { type FittedTextClassifier, fittedTextClassifier } from './fitted-text-classifier.js';
import { coefficientCount, type DesignMatrix, linearObjective } from './linear-objective.js';
import { softmaxLoss } from './losses.js';
import type { NgramRange } from './ngrams.js';
import { rowSpan } from './row-span.js';
import type { TextMatrix } from './text-matrix.js';
import { fitTfIdf, type TfIdf } from './tf-idf.js';

/** Parameters of {@link textClassifier}. */
export interface TextClassifierParameters {
  /** `logistic`: multinomial logistic regression. `hinge`: one linear SVM per class. `logistic` unless told. */
  readonly loss?: 'logistic' | 'hinge';
  /** Runs of neighbouring words, 1 to 2 unless told; `null` for none. */
  readonly wordNgrams?: NgramRange | null;
  /** Runs of characters within a word, 3 to 5 unless told; `null` for none. */
  readonly charNgrams?: NgramRange | null;
  /** Strength of the penalty l2 ÷ 2 · |coefficients|²: 1 ÷ C of scikit-learn. 0.03 for `logistic`, 1 for `hinge` unless told. */
  readonly l2?: number;
  /** N-grams are hashed into 2^hashBits columns per kind, 8 to 28; 20 unless told. Only those seen take memory. */
  readonly hashBits?: number;
  /** What standardised dense columns are multiplied by, so that the penalty does not favour them; 0.3 unless told. */
  readonly denseScale?: number;
  /** Stop when the gradient is this share of its first length (`logistic`), or when no row violates optimality by more (`hinge`); 1e-2 and 1e-3 unless told. */
  readonly tolerance?: number;
  /** At most so many Newton steps or passes over the rows; 1000 unless told. */
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

type Settings = Required<TextClassifierParameters>;
const parameterNames = [
  'loss',
  'wordNgrams',
  'charNgrams',
  'l2',
  'hashBits',
  'denseScale',
  'tolerance',
  'maxIterations',
] as const;
/** Distinct texts up to which the rotation of {@link rowSpan} costs less than it saves. */
const mostRowsToSpan = 256;

/**
 * A linear classifier of short texts: hashed word and character n-grams weighted by TF-IDF (as scikit-learn's
 * `TfidfVectorizer(sublinear_tf=True)`, one for `word` and one for `char_wb`), beside optional dense columns.
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
    wordNgrams: checkRange('wordNgrams', parameters.wordNgrams, { min: 1, max: 2 }),
    charNgrams: checkRange('charNgrams', parameters.charNgrams, { min: 3, max: 5 }),
    l2: numberBetween('l2', parameters.l2 ?? (loss === 'logistic' ? 0.03 : 1), 0, Number.POSITIVE_INFINITY),
    hashBits: integerWithin('hashBits', parameters.hashBits ?? 20, 8, 28),
    denseScale: numberWithin('denseScale', parameters.denseScale ?? 0.3, 0, 1e6),
    tolerance: numberBetween('tolerance', parameters.tolerance ?? (loss === 'logistic' ? 1e-2 : 1e-3), 0, 1),
    maxIterations: integerWithin('maxIterations', parameters.maxIterations ?? 1000, 1, 100_000),
  };
  return Object.freeze(settings);
}

function checkRange(
  field: string,
  range: NgramRange | null | undefined,
  standard: NgramRange,
): NgramRange | null {
  if (range === null) return null;
  const { min, max } = range ?? standard;
  return Object.freeze({
    min: integerWithin(`${field}.min`, min, 1, 16),
    max: integerWithin(`${field}.max`, max, min, 16),
  });
}

async function fit(
  settings: Settings,
  x: TextMatrix,
  labels: Int32Array,
  classes: readonly string[],
  options: FitOptions,
): Promise<FittedTextClassifier> {
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
  const outputs = outputLabels(labels, present);
  const encoding = x.dense ? fitDenseEncoding(x.dense, weights, 'permit-nan') : null;
  const problem = designOf(settings, x, outputs, weights, encoding);
  await step(0);

  const coefficients =
    present.length === 1
      ? new Float32Array(coefficientCount(problem.design, 1))
      : await solve(settings, problem, present.length, options.seed ?? 0, step);
  return fittedTextClassifier({
    loss: settings.loss,
    classes: Object.freeze([...classes]),
    present,
    tfIdf: problem.tfIdf,
    encoding,
    denseScale: settings.denseScale,
    coefficients,
  });
}

interface Problem {
  readonly tfIdf: TfIdf;
  readonly design: DesignMatrix;
  /** Output and weight of each row of the design. */
  readonly labels: Int32Array;
  readonly weights: Float64Array;
}

/**
 * The rows to learn from, texts vectorised once each. Bank data repeat the same few descriptions: without dense
 * columns, rows of one text and class are one row with their weights added, which leaves the optimum as it is.
 */
function designOf(
  settings: Settings,
  x: TextMatrix,
  labels: Int32Array,
  weights: Float64Array,
  encoding: DenseEncoding | null,
): Problem {
  const textRows = new Map<string, number>();
  const texts: string[] = [];
  const textRow = Int32Array.from(x.texts, (text) => {
    const known = textRows.get(text);
    if (known !== undefined) return known;
    textRows.set(text, texts.length);
    return texts.push(text) - 1;
  });
  const textWeights = new Float64Array(texts.length);
  for (let row = 0; row < textRow.length; row++) {
    const text = textRow[row] as number;
    textWeights[text] = (textWeights[text] as number) + (weights[row] as number);
  }
  const tfIdf = fitTfIdf(texts, textWeights, {
    wordNgrams: settings.wordNgrams,
    characterNgrams: settings.charNgrams,
    hashBits: settings.hashBits,
  });
  const text = tfIdf.transform(texts);
  if (encoding && x.dense) {
    const dense = encoding.encode(x.dense).map((value) => value * settings.denseScale);
    const design = { rows: textRow.length, text, textRow, dense, denseWidth: encoding.width };
    return { tfIdf, design, labels, weights };
  }

  const groupOf = new Map<number, number>();
  const grouped = { textRow: [] as number[], labels: [] as number[], weights: [] as number[] };
  const stride = labels.reduce((most, label) => Math.max(most, label), 0) + 1;
  for (let row = 0; row < textRow.length; row++) {
    const key = (textRow[row] as number) * stride + (labels[row] as number);
    const group = groupOf.get(key);
    if (group === undefined) {
      groupOf.set(key, grouped.labels.length);
      grouped.textRow.push(textRow[row] as number);
      grouped.labels.push(labels[row] as number);
      grouped.weights.push(weights[row] as number);
    } else {
      grouped.weights[group] = (grouped.weights[group] as number) + (weights[row] as number);
    }
  }
  return {
    tfIdf,
    design: {
      rows: grouped.labels.length,
      text,
      textRow: Int32Array.from(grouped.textRow),
      dense: new Float64Array(0),
      denseWidth: 0,
    },
    labels: Int32Array.from(grouped.labels),
    weights: Float64Array.from(grouped.weights),
  };
}

/** Coefficients features × outputs in single precision, so that a saved model is the same model. */
function solve(
  settings: Settings,
  problem: Problem,
  outputs: number,
  seed: number,
  step: Pace,
): Promise<Float32Array> {
  return settings.loss === 'logistic'
    ? solveLogistic(settings, problem, outputs, step)
    : solveHinge(settings, problem, outputs, seed, step);
}

async function solveLogistic(
  settings: Settings,
  { design, labels, weights }: Problem,
  outputs: number,
  step: Pace,
): Promise<Float32Array> {
  const span = design.text.rows <= mostRowsToSpan ? rowSpan(design.text) : null;
  const objective = linearObjective(
    span ? { ...design, text: span.reduced } : design,
    softmaxLoss(labels, weights, outputs),
    settings.l2,
  );
  const limits = { tolerance: settings.tolerance, maxIterations: settings.maxIterations };
  const solved = objective.coefficientsAt(await minimise(objective, limits, (round) => step(round)));
  if (!span) return Float32Array.from(solved);
  const text = span.expand(solved, outputs);
  const others = solved.subarray(span.reduced.width * outputs);
  const all = new Float32Array(text.length + others.length);
  all.set(text);
  all.set(others, text.length);
  return all;
}

async function solveHinge(
  settings: Settings,
  { design, labels, weights }: Problem,
  outputs: number,
  seed: number,
  step: Pace,
): Promise<Float32Array> {
  const limits = { l2: settings.l2, tolerance: settings.tolerance, maxEpochs: settings.maxIterations };
  const squaredLengths = squaredRowLengths(design);
  const coefficients = new Float32Array(coefficientCount(design, outputs));
  const isPositive = new Uint8Array(labels.length);
  for (let output = 0; output < outputs; output++) {
    for (let row = 0; row < labels.length; row++) isPositive[row] = labels[row] === output ? 1 : 0;
    const random = createRandom(seed, `text-classifier/${output}`);
    const solved = solveSquaredHinge(design, isPositive, weights, squaredLengths, limits, random);
    for (let feature = 0; feature < solved.length; feature++) {
      coefficients[feature * outputs + output] = solved[feature] as number;
    }
    await step(output + 1, outputs);
  }
  return coefficients;
}
