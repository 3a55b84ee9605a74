import type {
  DriftResponse,
  ModelHistoryResponse,
  ModelInfoResponse,
  ModelsResponse,
  ModelVersionsResponse,
  PerformanceResponse,
} from '@titans/core/contract';

export const modelsAnswer: ModelsResponse = {
  models: [{ task: 'category', model_version: 'category@0123456789ab', model_sha256: '0123456789ab' }],
  version: 'sha256-1',
  since: '2025-01-01T00:00:00.000Z',
  aliases: { champion: 'sha256-1' },
  data_fingerprint: 'ff',
};

export const modelInfoAnswer: ModelInfoResponse = {
  task: 'category',
  model_version: 'category@0123456789ab',
  model_sha256: '0123456789ab',
  trained_by: '0.1.0',
  measurements: [{ metric: 'accuracy', value: 0.9, method: 'later rows', n: 100 }],
  card: '# Category',
};

export const performanceAnswer: PerformanceResponse = {
  model_name: 'category',
  total_evaluations: 1,
  current_accuracy: 0.9,
  average_accuracy: 0.9,
  min_accuracy: 0.9,
  max_accuracy: 0.9,
  accuracy_std: 0,
  last_evaluation: '2025-01-01T00:00:00.000Z',
  model_version: 'category@0123456789ab',
  metric: 'accuracy',
  state: 'as_expected',
  figures: [{ metric: 'accuracy', value: 0.9, n: 10, lower: 0.55, upper: 1, baseline: 0.95, drop: 0.05 }],
  tests: [
    {
      metric: 'accuracy',
      state: 'as_expected',
      baseline: 0.95,
      baseline_n: 400,
      tolerance: 0.05,
      limit: 0.87,
      p_value: 1,
      alpha: 0.02,
      reported_at: null,
    },
  ],
  predictions: 12,
  labels: 10,
  corrections: 0,
  confirmations: 0,
  since: '2025-01-01T00:00:00.000Z',
  windows: [],
  prediction_windows: [
    {
      index: 1,
      from: '2025-01-01T00:00:00.000Z',
      to: '2025-01-01T00:00:00.000Z',
      n: 12,
      is_complete: false,
      figures: [],
      estimate: { metric: 'accuracy', value: 0.93, n: 12, lower: 0.74, upper: 1 },
    },
  ],
};

export const versionsAnswer: ModelVersionsResponse = {
  versions: [
    {
      version: 'sha256-1',
      number: 1,
      created_at: '2025-01-01T00:00:00.000Z',
      created_by: null,
      tasks: ['category'],
      aliases: ['champion'],
      tags: {},
      description: null,
    },
  ],
  next_cursor: null,
};

export const historyAnswer: ModelHistoryResponse = {
  history: [
    {
      at: '2025-01-01T00:00:00.000Z',
      by: 'admin',
      reason: 'first',
      alias: 'champion',
      from: null,
      to: 'sha256-1',
    },
  ],
  next_cursor: null,
};

export const driftAnswer: DriftResponse = {
  drift_detected: false,
  overall_drift_score: 0.4,
  features: [
    {
      feature: 'amount',
      test: 'kolmogorov-smirnov',
      statistic: 0.1,
      p_value: 0.6,
      q_value: 0.6,
      effect: 0.1,
      effect_measure: 'distance',
      n_reference: 100,
      n_current: 100,
      missing: null,
      state: 'no_drift',
    },
  ],
  unseen_categories: [],
  predictions: null,
  joint: null,
  summary: {
    total_features: 1,
    drifted_features: 0,
    insufficient_features: 0,
    max_drift_score: 0.4,
    avg_drift_score: 0.4,
  },
  processing_time: 0.01,
};
