import type {
  ExperimentArmInfo,
  ExperimentMetricInfo,
  ExperimentResponse,
  ExperimentState,
  ExperimentsResponse,
  ExperimentVariant,
} from '@titans/core/contract';
import {
  type Check,
  dictionary,
  flag,
  integer,
  list,
  nullable,
  number,
  object,
  oneOf,
  probability,
  text,
} from './check.js';

const state = oneOf<ExperimentState>('draft', 'running', 'stopped', 'concluded');
const arm = object<ExperimentArmInfo>({ version: text, share: probability, units: integer });
const measured = object({ rows: integer, mean: nullable(number) });
const metric = object<ExperimentMetricInfo>({
  metric: text,
  tolerance: nullable(number),
  champion: measured,
  challenger: measured,
  difference: nullable(number),
  lower: nullable(number),
  upper: nullable(number),
  p_value: probability,
  state: oneOf('insufficient', 'undecided', 'better', 'worse'),
});

export const experimentAnswer: Check<ExperimentResponse> = object({
  experiment_id: text,
  state,
  mode: oneOf('split', 'shadow'),
  unit: oneOf('account', 'credential', 'transaction'),
  champion: arm,
  challenger: arm,
  metric,
  guards: list(metric),
  alpha: probability,
  minimum_rows: integer,
  planned_rows: integer,
  maximum_days: number,
  stop_on: list(oneOf('better', 'worse', 'guard', 'sample-ratio')),
  sample_ratio: object({ p_value: probability, is_mismatched: flag }),
  created_at: text,
  started_at: nullable(text),
  ended_at: nullable(text),
  changes: list(object({ at: text, by: text, to: state, reason: text })),
  winner: nullable(oneOf<ExperimentVariant>('champion', 'challenger')),
  lost: dictionary(integer),
});

export const experimentsAnswer: Check<ExperimentsResponse> = object({ experiments: list(experimentAnswer) });
