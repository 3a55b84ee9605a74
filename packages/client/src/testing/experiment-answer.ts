import type { ExperimentMetricInfo, ExperimentResponse } from '@titans/core/contract';

const metric: ExperimentMetricInfo = {
  metric: 'correction_rate',
  tolerance: null,
  champion: { rows: 120, mean: 0.1 },
  challenger: { rows: 40, mean: null },
  difference: null,
  lower: null,
  upper: null,
  p_value: 1,
  state: 'insufficient',
};

/** An experiment in the shape of the contract, as a server sends it. */
export const experimentAnswer: ExperimentResponse = {
  experiment_id: 'try-1',
  state: 'running',
  mode: 'split',
  unit: 'account',
  champion: { version: 'v-1', share: 0.8, units: 31 },
  challenger: { version: 'v-2', share: 0.2, units: 9 },
  metric,
  guards: [{ ...metric, metric: 'failure_rate', tolerance: 0 }],
  alpha: 0.05,
  minimum_rows: 100,
  planned_rows: 2_000,
  maximum_days: 28,
  stop_on: ['better', 'guard'],
  sample_ratio: { p_value: 0.4, is_mismatched: false },
  created_at: '2024-05-06T12:00:00.000Z',
  started_at: '2024-05-06T12:00:00.000Z',
  ended_at: null,
  changes: [{ at: '2024-05-06T12:00:00.000Z', by: 'ana', to: 'running', reason: 'newer' }],
  winner: null,
  lost: {},
};
