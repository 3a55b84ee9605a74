import { TitansError } from '@titans/core';
import { integerWithin, numberBetween, oneOf, refuseUnknownParameters } from '../parameters.js';
import { mostCodes } from './forest-codes.js';

/** Parameters of extremely randomised trees. */
export interface ExtraTreesParameters {
  /** 100 unless told. */
  readonly trees?: number;
  /** Levels below the root; unlimited unless told. */
  readonly maxDepth?: number;
  /** Rows that every leaf must have, however often each was drawn; 1 unless told. */
  readonly minSamplesLeaf?: number;
  /** Share of the features tried at each split: all for numbers, √features for classes unless told. */
  readonly featureFraction?: number;
  /**
   * Whether each tree learns from as many rows drawn with replacement or from all: drawn for random forests, all for
   * extra trees unless told.
   */
  readonly bootstrap?: boolean;
  /** Whether rows are also predicted by the trees that did not draw them, for `outOfBagScore`; not unless told. */
  readonly outOfBag?: boolean;
}

/** Parameters of random forests. */
export interface RandomForestParameters extends ExtraTreesParameters {
  /** Bins per feature, 2 to 4095; 4095 unless told. */
  readonly maxBins?: number;
}

/** How much the rows of each class count. */
export interface ClassWeighting {
  /**
   * A factor per class, 1 for those not named; `balanced` gives all classes the same weight in total. Every class
   * counts as its rows do unless told.
   */
  readonly classWeights?: ClassWeights;
}

export type ClassWeights = 'balanced' | Readonly<Record<string, number>>;

/** {@link RandomForestParameters} checked. */
export interface ForestSettings {
  readonly trees: number;
  readonly maxDepth: number;
  readonly minSamplesLeaf: number;
  readonly featureFraction: number | null;
  readonly bootstrap: boolean;
  readonly outOfBag: boolean;
  readonly maxBins: number;
}

const known = ['trees', 'maxDepth', 'minSamplesLeaf', 'featureFraction', 'bootstrap', 'outOfBag'];

/**
 * @param more Parameters that the factory takes beside those of extra trees.
 * @throws TitansError `INVALID_ARGUMENT` for an unknown parameter, one outside its range, or `outOfBag` where every
 * tree learns from all rows.
 */
export function checkForestParameters(
  factory: string,
  parameters: RandomForestParameters,
  more: readonly string[],
  bootstrapUnlessTold: boolean,
): ForestSettings {
  refuseUnknownParameters(factory, parameters, [...known, ...more]);
  const { featureFraction, bootstrap = bootstrapUnlessTold, outOfBag = false } = parameters;
  if (outOfBag && !bootstrap) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      'outOfBag needs bootstrap: without it every tree learns from all rows, and none is left out.',
      { details: { field: 'outOfBag' } },
    );
  }
  return Object.freeze({
    trees: integerWithin('trees', parameters.trees ?? 100, 1, 100_000),
    maxDepth: integerWithin('maxDepth', parameters.maxDepth ?? 10_000, 1, 10_000),
    minSamplesLeaf: integerWithin('minSamplesLeaf', parameters.minSamplesLeaf ?? 1, 1, 1e9),
    featureFraction:
      featureFraction === undefined
        ? null
        : numberBetween('featureFraction', featureFraction, 0, 1 + Number.EPSILON),
    bootstrap: oneOf('bootstrap', bootstrap, [true, false]),
    outOfBag: oneOf('outOfBag', outOfBag, [true, false]),
    maxBins: integerWithin('maxBins', parameters.maxBins ?? mostCodes, 2, mostCodes),
  });
}

/** @throws TitansError `INVALID_ARGUMENT` for a factor that is negative or no number. */
export function checkClassWeights(classWeights: ClassWeights | undefined): ClassWeights | null {
  if (classWeights === undefined || classWeights === 'balanced') return classWeights ?? null;
  if (typeof classWeights !== 'object' || classWeights === null) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      'classWeights must be "balanced" or an object with a factor per class.',
      { details: { field: 'classWeights' } },
    );
  }
  for (const [name, factor] of Object.entries(classWeights)) {
    if (typeof factor === 'number' && factor >= 0 && Number.isFinite(factor)) continue;
    throw new TitansError(
      'INVALID_ARGUMENT',
      `The class weight of "${name}" is ${String(factor)}; it must be a number of 0 or more.`,
      { details: { field: 'classWeights', class: name } },
    );
  }
  return Object.freeze({ ...classWeights });
}

/**
 * Row weights times the weight of each row's class.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a weight of a class that is none of `classes`.
 */
export function weighByClass(
  weights: Float64Array,
  labels: Int32Array,
  classes: readonly string[],
  classWeights: ClassWeights | null,
): Float64Array {
  if (classWeights === null) return weights;
  const factors = new Float64Array(classes.length).fill(1);
  if (classWeights === 'balanced') {
    const totals = new Float64Array(classes.length);
    labels.forEach((label, row) => {
      totals[label] = (totals[label] as number) + (weights[row] as number);
    });
    const present = totals.filter((total) => total > 0);
    const sum = present.reduce((all, total) => all + total, 0);
    totals.forEach((total, label) => {
      if (total > 0) factors[label] = sum / (present.length * total);
    });
  } else {
    for (const [name, factor] of Object.entries(classWeights)) {
      const label = classes.indexOf(name);
      if (label < 0) {
        throw new TitansError(
          'INVALID_ARGUMENT',
          `classWeights names "${name}", which is none of the ${classes.length} classes.`,
          { details: { field: 'classWeights', class: name } },
        );
      }
      factors[label] = factor;
    }
  }
  return weights.map((weight, row) => weight * (factors[labels[row] as number] as number));
}
