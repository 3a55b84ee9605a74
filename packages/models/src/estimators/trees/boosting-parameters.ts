import { integerWithin, numberBetween, numberWithin, oneOf, refuseUnknownParameters } from '../parameters.js';
import { mostBins } from './binning.js';
import type { TreeGrowth } from './grow-tree.js';
import { checkMonotone, type MonotoneDirections } from './monotone.js';

/** Parameters that boosting of every kind takes. */
export interface BoostingParameters {
  /** Trees per output; 100 unless told. */
  readonly rounds?: number;
  /** What each tree's step is multiplied by; 0.1 unless told. */
  readonly learningRate?: number;
  /**
   * Which leaf is split next: with `leaf-wise` the one that gains most, with `depth-wise` the one that gains most among
   * those nearest to the root. `leaf-wise` unless told.
   */
  readonly growth?: TreeGrowth;
  /** Leaves of a tree, 2 to 65,536; unless told 31, and unlimited for `depth-wise`. */
  readonly maxLeaves?: number;
  /** Levels below the root, 1 to 1,000; unless told unlimited, and 6 for `depth-wise`. */
  readonly maxDepth?: number;
  /** Rows that every leaf must have; 20 unless told. */
  readonly minSamplesLeaf?: number;
  /** Sum of hessians that every leaf must have; 0.001 unless told. */
  readonly minHessianLeaf?: number;
  /**
   * What every leaf's sum of gradients is brought nearer to 0 by; 0 unless told. Quantile and absolute losses, whose
   * leaves are quantiles, heed it in the choice of splits only.
   */
  readonly l1?: number;
  /** Penalty on squared leaf values; 0 unless told. Quantile and absolute losses, whose leaves are quantiles, heed it in the choice of splits only. */
  readonly l2?: number;
  /**
   * What is added to `l2` where a split by categories is weighed, so that many categories are not split by chance; 10
   * unless told.
   */
  readonly categoryL2?: number;
  /** Bins per feature, 2 to 255; 255 unless told. */
  readonly maxBins?: number;
  /** Share of the rows drawn for each tree; 1 unless told. */
  readonly rowFraction?: number;
  /** Share of the features drawn for each tree; 1 unless told. */
  readonly columnFraction?: number;
  /**
   * Names of numeric features, with 1 where predictions must never fall as the feature rises and -1 where they must
   * never rise, whatever the other features are. None unless told. It does not cover rows that miss the feature.
   */
  readonly monotone?: MonotoneDirections;
  /** Stops when the loss on held-out rows has not fallen for so many rounds, and keeps the best. Off unless told. */
  readonly earlyStopping?: { readonly rounds: number; readonly validationFraction?: number };
}

/** {@link BoostingParameters} checked and complete. */
export interface BoostingSettings extends Required<Omit<BoostingParameters, 'earlyStopping'>> {
  readonly earlyStopping: { readonly rounds: number; readonly validationFraction: number } | null;
}

const mostLeaves = 65_536;

const names = [
  'rounds',
  'learningRate',
  'growth',
  'maxLeaves',
  'maxDepth',
  'minSamplesLeaf',
  'minHessianLeaf',
  'l1',
  'l2',
  'categoryL2',
  'maxBins',
  'rowFraction',
  'columnFraction',
  'monotone',
  'earlyStopping',
] as const;

/** @throws TitansError `INVALID_ARGUMENT` for an unknown parameter or one outside its range. */
export function checkBoostingParameters(
  factory: string,
  parameters: BoostingParameters,
  others: readonly string[],
): BoostingSettings {
  refuseUnknownParameters(factory, parameters, [...others, ...names]);
  const fraction = (field: string, value: number | undefined): number =>
    numberBetween(field, value ?? 1, 0, 1 + Number.EPSILON);
  const { earlyStopping } = parameters;
  if (earlyStopping) {
    refuseUnknownParameters('earlyStopping', earlyStopping, ['rounds', 'validationFraction']);
  }
  const growth = oneOf('growth', parameters.growth ?? 'leaf-wise', ['leaf-wise', 'depth-wise']);
  const byDepth = growth === 'depth-wise';
  return Object.freeze({
    rounds: integerWithin('rounds', parameters.rounds ?? 100, 1, 100_000),
    learningRate: numberBetween('learningRate', parameters.learningRate ?? 0.1, 0, 10),
    growth,
    maxLeaves: integerWithin('maxLeaves', parameters.maxLeaves ?? (byDepth ? mostLeaves : 31), 2, mostLeaves),
    maxDepth: integerWithin('maxDepth', parameters.maxDepth ?? (byDepth ? 6 : 1_000), 1, 1_000),
    minSamplesLeaf: integerWithin('minSamplesLeaf', parameters.minSamplesLeaf ?? 20, 1, 1e9),
    minHessianLeaf: numberWithin('minHessianLeaf', parameters.minHessianLeaf ?? 1e-3, 0, 1e9),
    l1: numberWithin('l1', parameters.l1 ?? 0, 0, 1e12),
    l2: numberWithin('l2', parameters.l2 ?? 0, 0, 1e12),
    categoryL2: numberWithin('categoryL2', parameters.categoryL2 ?? 10, 0, 1e12),
    maxBins: integerWithin('maxBins', parameters.maxBins ?? mostBins, 2, mostBins),
    rowFraction: fraction('rowFraction', parameters.rowFraction),
    columnFraction: fraction('columnFraction', parameters.columnFraction),
    monotone: checkMonotone(parameters.monotone ?? {}),
    earlyStopping: earlyStopping
      ? Object.freeze({
          rounds: integerWithin('earlyStopping.rounds', earlyStopping.rounds, 1, 100_000),
          validationFraction: numberBetween(
            'earlyStopping.validationFraction',
            earlyStopping.validationFraction ?? 0.1,
            0,
            1,
          ),
        })
      : null,
  });
}
