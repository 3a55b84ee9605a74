import type {
  AmountResponse,
  AnomalyResponse,
  BatchPredictions,
  BatchResponse,
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

const success = {
  transaction_id: text,
  status: oneOf('success'),
  predictions: object<BatchPredictions>({
    category: text,
    confidence: probability,
    abstained: flag,
    amount: number,
    amount_range: range,
    is_anomaly: flag,
    anomaly_score: probability,
    risk_level: riskLevel,
  }),
};
const failure = {
  transaction_id: text,
  status: oneOf('failed'),
  error: text,
  code: text,
  issues,
};

export const batchAnswer: Check<BatchResponse> = object({
  results: list(anyOf<BatchResponse['results'][number]>(object(success), object(failure))),
  total_processed: integer,
  successful_predictions: integer,
  failed_predictions: integer,
  processing_time: seconds,
  model_versions: dictionary(text),
});

export const streamItem: Check<StreamItem> = anyOf<StreamItem>(
  object({ index: integer, ...success }),
  object({ index: integer, ...failure }),
  object({
    index: integer,
    status: oneOf('refused'),
    error: text,
    code: text,
    retry_after: nullable(number),
  }),
);
