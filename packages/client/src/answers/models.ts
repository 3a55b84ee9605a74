import type {
  ColumnsDrift,
  DriftResponse,
  FeatureDrift,
  ModelHistoryResponse,
  ModelInfoResponse,
  ModelsResponse,
  ModelVersionsResponse,
  PerformanceFigure,
  PerformanceResponse,
  PerformanceWindowInfo,
  ServedTask,
} from '@titans/core/contract';
import {
  type Check,
  dictionary,
  flag,
  integer,
  list,
  type Members,
  nullable,
  number,
  object,
  oneOf,
  probability,
  seconds,
  text,
} from './check.js';

const task = oneOf<ServedTask>('category', 'amount', 'anomaly', 'cashflow');
const textOrNull = nullable(text);
const numberOrNull = nullable(number);
const probabilityOrNull = nullable(probability);
const named = { task, model_version: text, model_sha256: text };

export const modelsAnswer: Check<ModelsResponse> = object({
  models: list(object(named)),
  version: textOrNull,
  since: text,
  aliases: dictionary(text),
  data_fingerprint: text,
});

export const modelAnswer: Check<ModelInfoResponse> = object({
  ...named,
  trained_by: text,
  measurements: list(object({ metric: text, value: numberOrNull, method: text, n: integer })),
  card: text,
});

export const versionsAnswer: Check<ModelVersionsResponse> = object({
  versions: list(
    object({
      version: text,
      number: integer,
      created_at: text,
      created_by: textOrNull,
      tasks: list(task),
      aliases: list(text),
      tags: dictionary(text),
      description: textOrNull,
    }),
  ),
  next_cursor: textOrNull,
});

export const historyAnswer: Check<ModelHistoryResponse> = object({
  history: list(object({ at: text, by: text, reason: text, alias: text, from: textOrNull, to: textOrNull })),
  next_cursor: textOrNull,
});

const figure: Members<PerformanceFigure> = {
  metric: text,
  value: number,
  n: integer,
  lower: numberOrNull,
  upper: numberOrNull,
};
const window: Members<PerformanceWindowInfo> = {
  index: integer,
  from: text,
  to: text,
  n: integer,
  is_complete: flag,
  figures: list(object(figure)),
};

export const performanceAnswer: Check<PerformanceResponse> = object({
  model_name: task,
  total_evaluations: integer,
  current_accuracy: numberOrNull,
  average_accuracy: numberOrNull,
  min_accuracy: numberOrNull,
  max_accuracy: numberOrNull,
  accuracy_std: numberOrNull,
  last_evaluation: textOrNull,
  model_version: text,
  metric: oneOf('accuracy', 'coverage', 'precision'),
  state: oneOf('degraded', 'as_expected', 'unlabelled'),
  figures: list(object({ ...figure, baseline: numberOrNull, drop: numberOrNull })),
  tests: list(
    object({
      metric: text,
      state: oneOf('degraded', 'as_expected', 'undecidable'),
      baseline: number,
      baseline_n: integer,
      tolerance: number,
      limit: numberOrNull,
      p_value: probability,
      alpha: probability,
      reported_at: textOrNull,
    }),
  ),
  predictions: integer,
  labels: integer,
  corrections: integer,
  confirmations: integer,
  since: text,
  windows: list(object(window)),
  prediction_windows: list(object({ ...window, estimate: nullable(object(figure)) })),
});

const drifting: Check<FeatureDrift> = object({
  feature: text,
  test: textOrNull,
  statistic: numberOrNull,
  p_value: probabilityOrNull,
  q_value: probabilityOrNull,
  effect: numberOrNull,
  effect_measure: text,
  n_reference: integer,
  n_current: integer,
  missing: nullable(
    object({
      reference_share: probability,
      current_share: probability,
      p_value: probabilityOrNull,
      q_value: probabilityOrNull,
    }),
  ),
  state: oneOf('drift', 'no_drift', 'insufficient'),
});
const columns: Members<ColumnsDrift> = {
  drift_detected: flag,
  overall_drift_score: probabilityOrNull,
  features: list(drifting),
};

export const driftAnswer: Check<DriftResponse> = object({
  ...columns,
  unseen_categories: list(object({ feature: text, n_current: integer, names: list(text) })),
  predictions: nullable(object(columns)),
  joint: nullable(drifting),
  summary: object({
    total_features: integer,
    drifted_features: integer,
    insufficient_features: integer,
    max_drift_score: numberOrNull,
    avg_drift_score: numberOrNull,
  }),
  processing_time: seconds,
});
