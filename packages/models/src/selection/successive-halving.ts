import { createRandom, TitansError } from '@titans/core';
import type { Classifier, FittedClassifier, FittedRegressor, Regressor } from '../estimators/estimator.js';
import { oneOf } from '../estimators/parameters.js';
import {
  type LabelledData,
  type LearningData,
  rowCount,
  type TargetData,
} from '../evaluation/predict-folds.js';
import type { Split, Splits } from '../evaluation/splits/split.js';
import { nothingMeasured } from './candidate-runner.js';
import { candidatesOf, type FittedOf, isList } from './grid-search.js';
import { candidatesKept, type HalvingScheduleOptions, halvingSchedule } from './halving-schedule.js';
import type { ClassificationMetric, MetricDescription, RegressionMetric } from './metrics.js';
import { drawCandidates, type ParameterSpace } from './parameter-space.js';
import { chooseCandidate, rankCandidates } from './rank-candidates.js';
import {
  type AnyMetric,
  checkSearchOptions,
  describe,
  failuresOf,
  foldsOf,
  refit,
  startRunner,
  usualMetric,
} from './run-search.js';
import type { CandidateResult, FinishedCandidate, SearchOptions } from './search-result.js';

/** Options of {@link successiveHalving}. */
export interface SuccessiveHalvingOptions<Parameters, Metric>
  extends Omit<SearchOptions<Parameters, Metric>, 'complexity'>,
    HalvingScheduleOptions {
  /**
   * What candidates get more of from round to round. `rows` (unless told): rows to learn from. `argument`: a number
   * that the factory is given as its second argument, such as rounds of boosting; then `maxResources` must be told.
   */
  readonly resource?: 'rows' | 'argument';
  /** How many candidates are drawn at random from the space; every combination of a grid unless told. */
  readonly candidates?: number;
}

/** One round: its candidates, measured with what each of them got. */
export interface HalvingRound<Parameters> {
  /** Rows of all data, of which each fold learns from its share, or the argument of the factory. */
  readonly resources: number;
  /** In the order of their numbers; ranks are those of this round. */
  readonly candidates: readonly CandidateResult<Parameters>[];
}

/** What successive halving found. All of it is plain data but `fitted`. */
export interface SuccessiveHalvingResult<Parameters, Fitted> {
  readonly metric: MetricDescription;
  readonly rounds: readonly HalvingRound<Parameters>[];
  /** The best of the last round that was done wholly; of the first round, of those that were done. */
  readonly best: FinishedCandidate<Parameters>;
  /** What the best was measured with. */
  readonly bestResources: number;
  readonly minResources: number;
  readonly maxResources: number;
  /** Whether the budget ended before all rounds were done. */
  readonly budgetEnded: boolean;
  readonly elapsedMs: number;
  /** The best, fitted on all rows, with `maxResources` where the resource is an argument; `null` unless asked for. */
  readonly fitted: Fitted | null;
}

/**
 * Tries many candidates with little, keeps the best of them, tries those with more, and so on (Jamieson and Talwalkar
 * 2016), in the rounds of scikit-learn's `HalvingGridSearchCV`. With rows, the folds learn from a random part of their
 * rows, which grows from round to round; unlike there, they are tested on all of their test rows, which tells
 * candidates apart better at little cost.
 *
 * @param factory Makes the estimator of parameters and, with `resource: 'argument'`, of what it gets.
 * @param space A grid or a list of candidates; with `candidates` also what `randomSearch` takes.
 * @param splits From any splitter; see `crossValidate`.
 * @throws TitansError as `gridSearch`, and `DATA_INSUFFICIENT` where the first round would take more than there is.
 * @example
 * ```ts
 * import { gradientBoosting } from '@titans/models/estimators';
 * import { kFold, type TargetData } from '@titans/models/evaluation';
 * import type { FeatureMatrix } from '@titans/models/features';
 * import { successiveHalving } from '@titans/models/selection';
 *
 * export const tune = (data: TargetData<FeatureMatrix>) =>
 *   successiveHalving(
 *     (parameters, rounds) => gradientBoosting({ ...parameters, rounds }),
 *     { learningRate: [0.03, 0.1, 0.3], maxLeaves: [7, 15, 31] },
 *     data,
 *     kFold(data.x.rows, { seed: 7 }),
 *     { resource: 'argument', maxResources: 270 },
 *   );
 * ```
 */
export function successiveHalving<const Parameters extends object, X, Estimator extends Classifier<X>>(
  factory: (parameters: NoInfer<Parameters>, resources: number) => Estimator,
  space: ParameterSpace<Parameters> | readonly Parameters[],
  data: LabelledData<X>,
  splits: Splits,
  options?: SuccessiveHalvingOptions<Parameters, ClassificationMetric>,
): Promise<SuccessiveHalvingResult<Parameters, FittedOf<Estimator>>>;
export function successiveHalving<const Parameters extends object, X, Estimator extends Regressor<X>>(
  factory: (parameters: NoInfer<Parameters>, resources: number) => Estimator,
  space: ParameterSpace<Parameters> | readonly Parameters[],
  data: TargetData<X>,
  splits: Splits,
  options?: SuccessiveHalvingOptions<Parameters, RegressionMetric>,
): Promise<SuccessiveHalvingResult<Parameters, FittedOf<Estimator>>>;
export async function successiveHalving<Parameters extends object, X>(
  factory: (parameters: Parameters, resources: number) => Classifier<X> | Regressor<X>,
  space: ParameterSpace<Parameters> | readonly Parameters[],
  data: LearningData<X>,
  splits: Splits,
  options: SuccessiveHalvingOptions<Parameters, AnyMetric> = {},
): Promise<SuccessiveHalvingResult<Parameters, FittedClassifier<X> | FittedRegressor<X>>> {
  const stage = 'successive halving';
  checkSearchOptions('successiveHalving', options, optionNames, data);
  const resource = oneOf('resource', options.resource ?? 'rows', ['rows', 'argument']);
  const { seed = 0, factor } = options;
  const parameters =
    options.candidates === undefined
      ? candidatesOf(space)
      : drawCandidates(spaceOf(space), options.candidates, seed);
  const folds = foldsOf(splits);
  const metric = options.metric ?? usualMetric(data);
  const schedule = halvingSchedule(parameters.length, smallestOf(resource, data, folds.length), {
    ...options,
    maxResources: mostOf(resource, data, options.maxResources),
  });
  const fits = schedule.candidates.reduce((sum, count) => sum + count * folds.length, 0);
  const runner = startRunner(stage, data, options, fits);

  let going = parameters.map((of, index) => ({ index, parameters: of }));
  const rounds: HalvingRound<Parameters>[] = [];
  let best: FinishedCandidate<Parameters> | undefined;
  let bestResources = 0;
  for (const resources of schedule.resources) {
    if (going.length === 0) break;
    const given =
      resource === 'rows' ? folds.map((fold, k) => partOf(fold, resources / rowCount(data), seed, k)) : folds;
    const results = rankCandidates(await runner.run(going, (of) => factory(of, resources), given), metric);
    rounds.push(Object.freeze({ resources, candidates: results }));
    const isWhole = results.every(({ status }) => status !== 'unfinished');
    const leader = isWhole || best === undefined ? chooseCandidate(results, metric.direction) : undefined;
    if (leader) [best, bestResources] = [leader, resources];
    if (!isWhole) break;
    going = survivors(results, candidatesKept(results.length, factor));
  }
  if (best === undefined) throw nothingMeasured(stage, failuresOf(rounds[0]?.candidates ?? []));
  runner.finish();
  return Object.freeze({
    metric: describe(metric),
    rounds: Object.freeze(rounds),
    best,
    bestResources,
    minResources: schedule.minResources,
    maxResources: schedule.maxResources,
    budgetEnded: rounds.some(({ candidates }) => candidates.some(({ status }) => status === 'unfinished')),
    elapsedMs: runner.elapsedMs(),
    fitted: options.refit
      ? await refit(factory(best.parameters, schedule.maxResources), data, options)
      : null,
  });
}

const optionNames = [
  'resource',
  'candidates',
  'factor',
  'minResources',
  'maxResources',
  'aggressiveElimination',
];

/** The best of a round, of equals the first, in the order of their numbers. */
function survivors<Parameters>(
  results: readonly CandidateResult<Parameters>[],
  count: number,
): { index: number; parameters: Parameters }[] {
  return results
    .filter((result) => result.status === 'finished')
    .toSorted((a, b) => a.rank - b.rank || a.index - b.index)
    .slice(0, count)
    .toSorted((a, b) => a.index - b.index)
    .map(({ index, parameters }) => ({ index, parameters }));
}

/** The fold with a random part of its rows to learn from, which holds those of every smaller part. */
function partOf({ train, test }: Split, fraction: number, seed: number, fold: number): Split {
  if (fraction >= 1) return { train, test };
  const count = Math.max(1, Math.floor(Number((fraction * train.length).toPrecision(12))));
  const shuffled = createRandom(seed, `successive-halving/${fold}`).shuffle(train.slice());
  return { train: shuffled.subarray(0, count).toSorted(), test };
}

function smallestOf<X>(resource: 'rows' | 'argument', data: LearningData<X>, folds: number): number {
  if (resource === 'argument') return 1;
  return 2 * folds * ('labels' in data ? new Set(data.labels).size : 1);
}

function mostOf<X>(resource: 'rows' | 'argument', data: LearningData<X>, told: number | undefined): number {
  const rows = rowCount(data);
  if (resource === 'rows' && (told === undefined || told <= rows)) return told ?? rows;
  if (resource === 'argument' && told !== undefined) return told;
  throw new TitansError(
    'INVALID_ARGUMENT',
    told === undefined
      ? 'Name maxResources, the most that the argument of the factory may be.'
      : `maxResources is ${told}, but there are only ${rows} rows.`,
    { details: { field: 'maxResources' } },
  );
}

function spaceOf<Parameters extends object>(
  space: ParameterSpace<Parameters> | readonly Parameters[],
): ParameterSpace<Parameters> {
  if (!isList(space)) return space;
  throw new TitansError(
    'INVALID_ARGUMENT',
    'A list of candidates is tried as it is; leave out "candidates", which draws from a space.',
    { details: { field: 'candidates' } },
  );
}
