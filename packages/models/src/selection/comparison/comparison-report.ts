import type { MetricDescription } from '../metrics.js';
import type { FailedCandidate } from '../search-result.js';

/** Several models on the same rows. Plain data: it is the same after a round trip through JSON. */
export interface ModelComparison {
  readonly task: 'classification' | 'regression';
  /** What the models are ranked by, and what the tests compare. */
  readonly metric: MetricDescription;
  /** Rows that the models learned from, and rows that were held out from all of it. */
  readonly rows: { readonly train: number; readonly test: number };
  /** Folds of the training rows. */
  readonly folds: number;
  readonly seed: number;
  /** Confidence of all intervals. */
  readonly level: number;
  /** Resamples of the bootstrap. */
  readonly resamples: number;
  /** What each model might take for its folds and its fit; `null` without a limit. */
  readonly budgetMs: number | null;
  /** What times are: processor time of the whole process, time on the wall, or what the given clock says. */
  readonly clock: 'cpu' | 'wall' | 'given';
  /** The best first; those that were not measured last. */
  readonly models: readonly ComparedModel[];
  /** The name of the best by its folds, so that the test rows choose nothing; `null` if no model was measured. */
  readonly best: string | null;
  /** The best against every other model that was measured. */
  readonly tests: readonly PairedComparison[];
}

export type ComparedModel = MeasuredModel | OverBudgetModel | FailedModel;

/** A model that did all of its work within the budget. */
export interface MeasuredModel {
  readonly status: 'measured';
  readonly name: string;
  /** The estimator's own name. */
  readonly estimator: string;
  /** 1 for the best mean over folds; equal means share the better rank. */
  readonly rank: number;
  readonly folds: {
    /** `null` in a fold whose rows do not define the metric. */
    readonly scores: readonly (number | null)[];
    /** `null` where no fold defines the metric. */
    readonly mean: number | null;
    /** See `FinishedCandidate`; `null` for one fold. */
    readonly standardError: number | null;
    readonly fitMs: readonly number[];
  };
  /** On the held-out rows, by a model fitted on all training rows. */
  readonly test: readonly TestFigure[];
  /** Of that model: fit on all training rows, prediction of all held-out rows, size when saved. */
  readonly cost: { readonly fitMs: number; readonly predictMs: number; readonly artifactBytes: number };
  /** How much worse the metric on the held-out rows becomes without each feature, largest first; `null` if not asked for. */
  readonly importances: readonly ModelImportance[] | null;
}

/** A figure on the held-out rows with its bootstrap interval. */
export interface TestFigure extends MetricDescription {
  /** `null` where the rows do not define it. */
  readonly estimate: number | null;
  /** `null` where too few resamples define it. */
  readonly lower: number | null;
  readonly upper: number | null;
}

/** What a model loses without a feature. */
export interface ModelImportance {
  readonly feature: string;
  readonly mean: number;
  /** Over the permutations; `null` for one. */
  readonly standardDeviation: number | null;
}

/** A model that the budget was not enough for. Its score is not known. */
export interface OverBudgetModel {
  readonly status: 'over-budget';
  readonly name: string;
  readonly estimator: string;
  /** What it took until it was cut off. */
  readonly spentMs: number;
  /** What a fit of so many training rows took; `null` if not even 20 rows could be learned from in the budget. */
  readonly sample: { readonly rows: number; readonly fitMs: number } | null;
}

/** A model that threw. */
export interface FailedModel {
  readonly status: 'failed';
  readonly name: string;
  readonly estimator: string;
  readonly error: FailedCandidate<never>['error'];
}

/** A difference, the best minus the other, and how likely one as large is between equal models. */
export interface TestedDifference {
  readonly difference: number;
  readonly lower: number;
  readonly upper: number;
  readonly pValue: number;
  /** Raised for as many tests of the kind as there are other models (Holm 1979). */
  readonly adjustedPValue: number;
}

/** The best model against another one. A test is `null` where the figures do not permit it. */
export interface PairedComparison {
  readonly against: string;
  /** Of the scores of the folds: the corrected resampled t-test (Nadeau and Bengio 2003). */
  readonly folds: TestedDifference | null;
  /** Of the metric on the held-out rows: the paired bootstrap. */
  readonly test: TestedDifference | null;
  /** Of the accuracy on the held-out rows: McNemar's mid-p test; `null` for regressors. */
  readonly mcNemar: {
    readonly onlyBest: number;
    readonly onlyOther: number;
    readonly pValue: number;
    readonly adjustedPValue: number;
  } | null;
}
