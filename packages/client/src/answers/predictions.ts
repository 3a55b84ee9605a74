import type {
  AmountResponse,
  AnomalyResponse,
  BatchItem,
  BatchPredictions,
  BatchResponse,
  BatchTask,
  BatchTaskPredictions,
  CategoryResponse,
  Contribution,
  ExplainResponse,
  PredictionEnvelope,
  ProblemDetails,
  ProblemIssue,
  RiskLevel,
  StreamItem,
} from '@titans/core/contract';
import {
  anyOf,
  type Check,
  dictionary,
  type Fault,
  flag,
  integer,
  list,
  type Members,
  nullable,
  number,
  object,
  one,
  oneOf,
  optional,
  probability,
  seconds,
  text,
} from './check.js';

export const envelope: Members<PredictionEnvelope> = {
  prediction_id: text,
  processing_time: seconds,
  model_version: text,
  model_sha256: text,
};

const reasons = list<Contribution>(object({ feature: text, contribution: number }));
const range = object({ min: number, max: number });
const riskLevel = oneOf<RiskLevel>('low', 'medium', 'high', 'critical');

export const categoryAnswer: Check<CategoryResponse> = object({
  predicted_category: text,
  confidence: probability,
  all_predictions: dictionary(probability),
  source: oneOf('rule', 'memory', 'model', 'lexicon'),
  abstained: flag,
  explanation: reasons,
  confidence_level: oneOf('very_high', 'high', 'medium', 'low', 'unknown'),
  primary_category: nullable(text),
  merchant: nullable(text),
  counterparty_type: nullable(text),
  ...envelope,
});

export const amountAnswer: Check<AmountResponse> = object({
  predicted_amount: number,
  confidence: probability,
  prediction_range: range,
  coverage: probability,
  currency: text,
  source: oneOf('payee', 'model'),
  explanation: reasons,
  ...envelope,
});

export const anomalyAnswer: Check<AnomalyResponse> = object({
  is_anomaly: flag,
  anomaly_score: probability,
  risk_level: riskLevel,
  explanation: text,
  contributing_factors: list(text),
  factors: reasons,
  score_kind: oneOf('probability', 'percentile'),
  ...envelope,
});

export const explainAnswer: Check<ExplainResponse> = object({
  explanations: list(
    object({
      task: oneOf('category', 'amount', 'anomaly'),
      model_version: text,
      answer: text,
      factors: reasons,
    }),
  ),
  processing_time: seconds,
});

const issues = optional(list<ProblemIssue>(object({ pointer: text, message: text })));

export const problemDetails: Check<ProblemDetails> = object({
  type: text,
  title: text,
  status: integer,
  detail: text,
  instance: text,
  code: text,
  error: one<boolean>('true', (value) => value === true),
  message: text,
  status_code: integer,
  timestamp: text,
  path: text,
  issues,
});

type AnyPredictions = BatchPredictions<readonly BatchTask[]>;

const predictions: Check<AnyPredictions> = object<AnyPredictions>({
  category: optional(text),
  confidence: optional(probability),
  abstained: optional(flag),
  amount: optional(number),
  amount_range: optional(range),
  is_anomaly: optional(flag),
  anomaly_score: optional(probability),
  risk_level: optional(riskLevel),
});
const taskMembers: { readonly [Task in BatchTask]: readonly (keyof BatchTaskPredictions[Task])[] } = {
  category: ['category', 'confidence', 'abstained'],
  amount: ['amount', 'amount_range'],
  anomaly: ['is_anomaly', 'anomaly_score', 'risk_level'],
};

/** Of each task all members or none, of one at least, and of those asked for all. */
function predictionsOf<Tasks extends readonly BatchTask[]>(asked: Tasks): Check<BatchPredictions<Tasks>> {
  return (value, path) => {
    const read = predictions(value, path);
    const answered = Object.entries(taskMembers).filter(([task, names]) => {
      const missing = names.filter((name) => !(name in read));
      if (missing.length === 0) return true;
      if (missing.length === names.length && !asked.includes(task as BatchTask)) return false;
      throw { path, wanted: `a prediction of ${task}` } satisfies Fault;
    });
    if (answered.length === 0) throw { path, wanted: 'a prediction' } satisfies Fault;
    return read as BatchPredictions<Tasks>;
  };
}

const success = <Tasks extends readonly BatchTask[]>(asked: Tasks) => ({
  transaction_id: text,
  status: oneOf('success'),
  predictions: predictionsOf(asked),
});
const failure = {
  transaction_id: text,
  status: oneOf('failed'),
  error: text,
  code: text,
  issues,
};

/** @param asked Tasks that each transaction was asked about. */
export function batchAnswer<Tasks extends readonly BatchTask[]>(asked: Tasks): Check<BatchResponse<Tasks>> {
  return object<BatchResponse<Tasks>>({
    results: list(anyOf<BatchItem<Tasks>>(object(success(asked)), object(failure))),
    total_processed: integer,
    successful_predictions: integer,
    failed_predictions: integer,
    processing_time: seconds,
    model_versions: dictionary(text),
  });
}

/** @param asked Tasks that each transaction was asked about. */
export function streamItem<Tasks extends readonly BatchTask[]>(asked: Tasks): Check<StreamItem<Tasks>> {
  return anyOf<StreamItem<Tasks>>(
    object({ index: integer, ...success(asked) }),
    object({ index: integer, ...failure }),
    object({
      index: integer,
      status: oneOf('refused'),
      error: text,
      code: text,
      retry_after: nullable(number),
    }),
  );
}
