import { type JsonValue, TitansError } from '@titans/core';
import { integerWithin, numberWithin, oneOf, refuseUnknownParameters } from '../estimators/parameters.js';
import { kFold } from '../evaluation/splits/k-fold.js';
import type { Split } from '../evaluation/splits/split.js';
import { stratifiedKFold } from '../evaluation/splits/stratified-k-fold.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import { codeCount, unknownCategory } from './category-codes.js';
import { type ColumnMethod, derived, isCategorical } from './column-method.js';
import { fitColumns } from './columnwise.js';
import type {
  FeatureTransformer,
  FittedAndTransformed,
  FittedTransformer,
  TrainingTarget,
  TransformerFitOptions,
} from './feature-transformer.js';
import { outOfFold } from './out-of-fold.js';
import { smoothedMeans } from './target-means.js';
import { isClassTarget, requireTargetKind } from './training-target.js';

/** Parameters of {@link targetEncoder}. */
export interface TargetEncoderParameters {
  /**
   * `auto` (unless told): each category's mean counts the more, the more rows it has and the less they differ. A
   * number: as if so many rows of the overall mean were added to each category, 0 to 1e9.
   */
  readonly smooth?: 'auto' | number;
  /** Folds for the rows learned from, 2 to 1,000; 5 unless told, and never more than rows. */
  readonly folds?: number;
  /**
   * A category not learned from gets the overall mean (unless told), becomes missing, or is refused. So does, among the
   * rows learned from, a category that only one fold has; where others are refused, it gets the mean of other folds.
   */
  readonly unknown?: 'mean' | 'missing' | 'refuse';
  /** A missing category is a category like others (unless told), or stays missing. */
  readonly missing?: 'category' | 'keep';
}

/**
 * Categories to the mean of the target among their rows, smoothed, as scikit-learn's `TargetEncoder`: of a number its
 * mean; of two classes the share of the second; of more, one column per class, named `feature=class`. Needs `target`.
 * Numeric features pass.
 *
 * `fitTransform`, and so every pipeline, gives each row learned from what was learned from *other* folds: a mean that
 * holds the row's own target would reveal it. Classes are spread evenly over the folds, which are drawn by the seed.
 * `fitted.transform` is for rows that were not learned from.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range, and from `fit` without a target;
 * `DATA_INSUFFICIENT` from `fitTransform` for fewer than two rows.
 */
export function targetEncoder(parameters: TargetEncoderParameters = {}): FeatureTransformer {
  refuseUnknownParameters('targetEncoder', parameters, ['smooth', 'unknown', 'missing', 'folds']);
  const folds = integerWithin('folds', parameters.folds ?? 5, 2, 1000);
  const { folds: _, ...kept } = parameters;
  targetMethod(kept, 1, null);

  // A category that all its rows have in one fold is known, though not to the other folds.
  const inFolds = kept.unknown === 'refuse' ? { ...kept, unknown: 'mean' as const } : kept;

  const fitWith =
    (parameters: Omit<TargetEncoderParameters, 'folds'>) =>
    async (x: FeatureMatrix, options: TransformerFitOptions = {}): Promise<FittedTransformer> => {
      const { width, classes } = shapeOf(options.target);
      return fitColumns(targetMethod(parameters, width, classes), x, options);
    };
  const fit = fitWith(kept);
  return Object.freeze({
    name: 'target-encoder',
    fit,
    fitTransform: (x: FeatureMatrix, options: TransformerFitOptions = {}): Promise<FittedAndTransformed> =>
      outOfFold({ fit, fitFold: fitWith(inFolds) }, x, (rows) => foldsOf(rows, options, folds), options),
  });
}

/** The parameters that transforming needs, and what the target was. */
interface LearnedParameters extends Omit<TargetEncoderParameters, 'folds'> {
  readonly width?: number;
  readonly classes?: readonly string[] | null;
}

export function restoredTargetMethod({ width, classes, ...parameters }: LearnedParameters): ColumnMethod {
  const isSound = classes === null || (Array.isArray(classes) && classes.length === width);
  if (!isSound) throw new TitansError('INVALID_ARGUMENT', 'Its classes are no classes.');
  return targetMethod(parameters, integerWithin('width', width ?? 0, 1, 2 ** 31 - 1), classes);
}

function targetMethod(
  parameters: Omit<TargetEncoderParameters, 'folds'>,
  width: number,
  classes: readonly string[] | null,
): ColumnMethod {
  refuseUnknownParameters('targetEncoder', parameters, ['smooth', 'unknown', 'missing']);
  const smooth = parameters.smooth ?? 'auto';
  if (typeof smooth === 'number') numberWithin('smooth', smooth, 0, 1e9);
  else oneOf('smooth', smooth, ['auto']);
  const unknown = oneOf('unknown', parameters.unknown ?? 'mean', ['mean', 'missing', 'refuse']);
  const missing = oneOf('missing', parameters.missing ?? 'category', ['category', 'keep']);
  const names: JsonValue = classes;

  return Object.freeze({
    name: 'target-encoder',
    parameters: Object.freeze({ smooth, unknown, missing, width, classes: names }),
    takes: isCategorical,
    /** For each output: the prior, the mean of missing categories, and the mean of each code. */
    learn(column, { feature, weights, target }) {
      const codes = codeCount(column, feature);
      const groups = new Int32Array(column.length);
      for (let row = 0; row < groups.length; row++) {
        const code = column[row] as number;
        groups[row] = Number.isNaN(code) ? codes : code;
      }
      const state = new Float64Array(width * (codes + 2));
      for (let output = 0; output < width; output++) {
        const values = targetValues(target as TrainingTarget, output);
        const { prior, means } = smoothedMeans(groups, codes + 1, values, weights, smooth);
        const at = output * (codes + 2);
        state[at] = prior;
        state[at + 1] = means[codes] as number;
        state.set(means.subarray(0, codes), at + 2);
      }
      // Which categories were seen, since an unseen one has the prior for its mean.
      const seen = new Float64Array(codes + 1);
      for (let row = 0; row < groups.length; row++) {
        if ((weights[row] as number) > 0) seen[groups[row] as number] = 1;
      }
      return Float64Array.from([...seen.subarray(codes), ...seen.subarray(0, codes), ...state]);
    },
    isSound: ({ state }) =>
      Number.isInteger((state.length - 1 - 2 * width) / (width + 1)) && state.length > 2 * width,
    outputs: ({ feature }) =>
      classes === null
        ? [derived(feature, feature.name)]
        : classes.map((name) => derived(feature, `${feature.name}=${name}`)),
    apply(column, { state }, given) {
      const codes = (state.length - 1 - 2 * width) / (width + 1);
      return Array.from({ length: width }, (_, output) => {
        const means = state.subarray(codes + 1 + output * (codes + 2));
        return column.map((code, row) => {
          if (Number.isNaN(code) && missing === 'keep') return Number.NaN;
          const isSeen = Number.isNaN(code) ? state[0] === 1 : code < codes && state[1 + code] === 1;
          if (isSeen) return means[Number.isNaN(code) ? 1 : 2 + code] as number;
          if (unknown === 'refuse') throw unknownCategory(given, row);
          return unknown === 'mean' ? (means[0] as number) : Number.NaN;
        });
      });
    },
  } satisfies ColumnMethod);
}

function shapeOf(target: TrainingTarget | undefined): {
  readonly width: number;
  readonly classes: readonly string[] | null;
} {
  if (target === undefined) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      'A target encoder learns from what is to be predicted. Give options.target.',
      { details: { field: 'target' } },
    );
  }
  requireTargetKind(target);
  if (!isClassTarget(target) || target.classes.length <= 2) return { width: 1, classes: null };
  return { width: target.classes.length, classes: Object.freeze([...target.classes]) };
}

/** The numbers that an output is the mean of. */
function targetValues(target: TrainingTarget, output: number): Float64Array {
  if (!isClassTarget(target)) return target;
  const { labels, classes } = target;
  const wanted = classes.length <= 2 ? classes.length - 1 : output;
  const values = new Float64Array(labels.length);
  for (let row = 0; row < values.length; row++) if (labels[row] === wanted) values[row] = 1;
  return values;
}

function foldsOf(rows: number, { target, seed = 0 }: TransformerFitOptions, most: number): readonly Split[] {
  const folds = Math.max(2, Math.min(most, rows));
  return target !== undefined && isClassTarget(target)
    ? stratifiedKFold(target.labels, { folds, seed })
    : kFold(rows, { folds, seed });
}
