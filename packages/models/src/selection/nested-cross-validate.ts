import { TitansError } from '@titans/core';
import type {
  Classifier,
  FitOptions,
  FittedClassifier,
  FittedRegressor,
  Regressor,
} from '../estimators/estimator.js';
import { refuseUnknownParameters } from '../estimators/parameters.js';
import type { ProbabilityReport } from '../evaluation/classification-report.js';
import {
  type CrossValidateOptions,
  type CrossValidation,
  crossValidate,
} from '../evaluation/cross-validate.js';
import {
  type LabelledData,
  type LearningData,
  selectData,
  type TargetData,
} from '../evaluation/predict-folds.js';
import type { RegressionReport } from '../evaluation/regression-report.js';
import type { Split, Splits } from '../evaluation/splits/split.js';
import { foldsOf } from './run-search.js';

/** What a search inside nested cross-validation has to give: any search of this entry with `refit: true` does. */
export interface FittedSearch<Fitted> {
  readonly fitted: Fitted | null;
}

/** What an estimator does on rows that neither it nor the choice of its parameters has seen. */
export type NestedCrossValidation<Report, Search> = CrossValidation<Report> & {
  /** What each fold's search found, in the order of the folds. */
  readonly searches: readonly Search[];
};

/** What a search inside nested cross-validation is given beside its rows. */
export type NestedWork = Required<Pick<CrossValidateOptions, 'seed'>> &
  Pick<CrossValidateOptions, 'signal' | 'workers'>;

/**
 * Measures a whole search: on each outer fold, parameters are chosen on the rows that are learned from alone, and the
 * chosen model is measured on the rest (Varma and Simon 2006). The mean of the best candidate of one search is too
 * good, the more so the more candidates there are; this is not.
 *
 * @param search Searches on the given data with `refit: true`. `rows` are the numbers of its rows in the whole data, to
 * split by what else is known of them, such as accounts or days.
 * @param data Inputs with `labels` and `classes`, or with `target`.
 * @param splits Outer splits, from any splitter.
 * @throws TitansError as `crossValidate`, whatever the search throws, and `INVALID_ARGUMENT` for a search without refit.
 * @example
 * ```ts
 * import { ridge } from '@titans/models/estimators';
 * import { kFold, type TargetData } from '@titans/models/evaluation';
 * import type { FeatureMatrix } from '@titans/models/features';
 * import { gridSearch, nestedCrossValidate } from '@titans/models/selection';
 *
 * export const measure = (data: TargetData<FeatureMatrix>) =>
 *   nestedCrossValidate(
 *     (inner, rows, work) =>
 *       gridSearch(ridge, { l2: [0.1, 1, 10] }, inner, kFold(rows.length), { ...work, refit: true }),
 *     data,
 *     kFold(data.x.rows),
 *   );
 * ```
 */
export function nestedCrossValidate<X, Search extends FittedSearch<FittedClassifier<X>>>(
  search: (data: LabelledData<X>, rows: Int32Array, work: NestedWork) => Promise<Search>,
  data: LabelledData<X>,
  splits: Splits,
  options?: CrossValidateOptions,
): Promise<NestedCrossValidation<ProbabilityReport, Search>>;
export function nestedCrossValidate<X, Search extends FittedSearch<FittedRegressor<X>>>(
  search: (data: TargetData<X>, rows: Int32Array, work: NestedWork) => Promise<Search>,
  data: TargetData<X>,
  splits: Splits,
  options?: CrossValidateOptions,
): Promise<NestedCrossValidation<RegressionReport, Search>>;
export async function nestedCrossValidate<
  X,
  Search extends FittedSearch<FittedClassifier<X> | FittedRegressor<X>>,
>(
  search: SearchOn<LabelledData<X>, Search> | SearchOn<TargetData<X>, Search>,
  data: LearningData<X>,
  splits: Splits,
  options: CrossValidateOptions = {},
): Promise<NestedCrossValidation<ProbabilityReport | RegressionReport, Search>> {
  refuseUnknownParameters('nestedCrossValidate', options, ['seed', 'workers', 'signal', 'onProgress']);
  const folds = foldsOf(splits);
  const searches: Search[] = [];
  // The overloads let searches meet the kind of data that they take.
  const searchOn = search as SearchOn<LearningData<X>, Search>;

  async function fitted({
    seed = 0,
    workers,
    signal,
  }: FitOptions): Promise<FittedClassifier<X> | FittedRegressor<X>> {
    // Folds are fitted in their order, one after the other.
    const { train } = folds[searches.length] as Split;
    const found = await searchOn(selectData(data, train), train, {
      seed,
      ...(workers === undefined ? {} : { workers }),
      ...(signal === undefined ? {} : { signal }),
    });
    searches.push(found);
    if (found.fitted) return found.fitted;
    throw new TitansError(
      'INVALID_ARGUMENT',
      'The inner search fits nothing. Give it the option refit: true.',
      {
        details: { field: 'refit' },
      },
    );
  }

  const measured =
    'labels' in data
      ? await crossValidate(classifierOf(fitted), data, folds, options)
      : await crossValidate(regressorOf(fitted), data, folds, options);
  return Object.freeze({ ...measured, searches: Object.freeze(searches) });
}

type SearchOn<Data, Search> = (data: Data, rows: Int32Array, work: NestedWork) => Promise<Search>;
type Fit<X> = (options: FitOptions) => Promise<FittedClassifier<X> | FittedRegressor<X>>;

function classifierOf<X>(fit: Fit<X>): Classifier<X> {
  return {
    name: 'search',
    async fit(_x, _labels, _classes, options = {}) {
      const fitted = await fit(options);
      if ('predictProbabilities' in fitted) return fitted;
      throw ofAnotherKind('labels, but the inner search gave a regressor');
    },
  };
}

function regressorOf<X>(fit: Fit<X>): Regressor<X> {
  return {
    name: 'search',
    async fit(_x, _target, options = {}) {
      const fitted = await fit(options);
      if ('predict' in fitted) return fitted;
      throw ofAnotherKind('a target, but the inner search gave a classifier');
    },
  };
}

function ofAnotherKind(what: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', `The data have ${what}.`, { details: { field: 'search' } });
}
