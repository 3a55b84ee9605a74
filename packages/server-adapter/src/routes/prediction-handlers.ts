import { isTitansError } from '@titans/core';
import type {
  AmountResponse,
  AnomalyResponse,
  PredictionEnvelope,
  RouteName,
  TransactionRequest,
} from '@titans/core/contract';
import type { PredictOptions, TrainedSuite, TransactionQuery } from '@titans/models';
import type { ModelObserver } from '../metrics/metrics.js';
import type { Awaitable } from '../passage.js';
import { CategoryAnswer, writtenCategory } from './category-answer.js';
import type { RouteExchange, RouteHandlers } from './handlers.js';
import { type Histories, noHistories, optionsFor, type ReadHistory } from './history.js';
import { asRequestError } from './model-errors.js';
import { maskTransaction, type PredictionLog } from './prediction-log.js';
import { secondsSince } from './stopwatch.js';
import { toTransactionQuery } from './transaction-query.js';
import { type WrittenAnswer, writtenJson } from './written-answer.js';

/** What the routes about single transactions need. */
export interface PredictionParts {
  readonly readHistory: ReadHistory;
  readonly metrics: ModelObserver | null;
  readonly log: PredictionLog;
}

/** Handlers of predictions about one transaction. `processing_time` covers reading the history and predicting. */
export function predictionHandlers({
  readHistory,
  metrics,
  log,
}: PredictionParts): Pick<RouteHandlers, 'predictCategory' | 'predictAmount' | 'predictAnomaly' | 'explain'> {
  /** At once where no history is to be read. */
  function predictOne(
    task: 'category' | 'amount' | 'anomaly',
    route: RouteName,
    exchange: RouteExchange<TransactionRequest, unknown>,
    predict: (suite: TrainedSuite, query: TransactionQuery, options: PredictOptions) => ModelAnswer,
  ): Awaitable<WrittenAnswer> {
    const started = performance.now();
    const { tenant, body, requestId } = exchange;
    const { models, experiments, source } = tenant;
    const part = experiments?.trial?.take(exchange, models.current) ?? null;
    const { suite } = part ?? models.current;
    const query = toTransactionQuery(body);

    function ask(histories: Histories): WrittenAnswer {
      const asked = part === null ? 0 : performance.now();
      const options = optionsFor(query, histories);
      const answerOf = asRequestError(() => predict(suite, query, options));
      const { version, sha256 } = suite[task];
      const envelope = {
        prediction_id: requestId,
        processing_time: secondsSince(started),
        model_version: version,
        model_sha256: sha256,
      };
      const { answer, written } = answerOf(envelope);
      // First, since what cannot be written is not given, and must not be counted or recorded as if it had been.
      const json = written();
      part?.answered(answer, secondsSince(asked), (other) => predict(other, query, options)(envelope).answer);
      metrics?.predicted(task, true, envelope.processing_time);
      log.record(exchange, route, () => maskTransaction(body), answer);
      return { [writtenJson]: json };
    }

    function fail(error: unknown): never {
      metrics?.predicted(task, false, secondsSince(started));
      if (!isTitansError(error, 'REQUEST_INVALID') && !isTitansError(error, 'ABORTED')) part?.failed();
      throw error;
    }

    if (source !== null) {
      return readHistory(source, suite, [task], [query], exchange.signal).then(ask).catch(fail);
    }
    try {
      return ask(noHistories);
    } catch (error) {
      return fail(error);
    }
  }

  return {
    predictCategory: (exchange) => predictOne('category', 'predictCategory', exchange, categoryAnswer),
    predictAmount: (exchange) =>
      predictOne('amount', 'predictAmount', exchange, (suite, query, options) => {
        const { level } = exchange.query;
        return modelAnswer(amountAnswer(suite, query, level === undefined ? options : { ...options, level }));
      }),
    predictAnomaly: (exchange) =>
      predictOne('anomaly', 'predictAnomaly', exchange, (...asked) => modelAnswer(anomalyAnswer(...asked))),

    async explain(exchange) {
      const { tenant, body, signal } = exchange;
      const started = performance.now();
      const { suite } =
        tenant.experiments?.trial?.take(exchange, tenant.models.current) ?? tenant.models.current;
      const query = toTransactionQuery(body);
      const tasks = suite.tasks.filter((task) => task !== 'cashflow');
      const histories = await readHistory(tenant.source, suite, tasks, [query], signal);
      const reasons = asRequestError(() => suite.explain(query, optionsFor(query, histories)));
      return {
        explanations: reasons.map(({ task, version, answer, factors }) => ({
          task,
          model_version: version,
          answer,
          factors,
        })),
        processing_time: secondsSince(started),
      };
    },
  };
}

/** What a model said, as it becomes the answer to one request. */
type ModelAnswer = (envelope: PredictionEnvelope) => {
  readonly answer: object;
  /** As JSON. */
  readonly written: () => string | Uint8Array;
};

function categoryAnswer(
  { category }: TrainedSuite,
  query: TransactionQuery,
  options: PredictOptions,
): ModelAnswer {
  const prediction = category.predict(query, options);
  return (envelope) => ({
    answer: new CategoryAnswer(prediction, envelope),
    written: () => writtenCategory(prediction, envelope),
  });
}

function modelAnswer(members: object): ModelAnswer {
  return (envelope) => {
    // Spreading both into a third takes engines six microseconds.
    const answer = Object.assign(members, envelope);
    return { answer, written: () => JSON.stringify(answer) };
  };
}

function amountAnswer(
  { amount }: TrainedSuite,
  query: TransactionQuery,
  options: PredictOptions & { readonly level?: 0.8 | 0.95 },
): Omit<AmountResponse, keyof PredictionEnvelope> {
  const prediction = amount.predict(query, options);
  return {
    predicted_amount: prediction.amount,
    confidence: prediction.confidence,
    prediction_range: prediction.range,
    coverage: prediction.coverage,
    currency: prediction.currency,
    source: prediction.source,
    explanation: prediction.explanation,
  };
}

function anomalyAnswer(
  { anomaly }: TrainedSuite,
  query: TransactionQuery,
  options: PredictOptions,
): Omit<AnomalyResponse, keyof PredictionEnvelope> {
  const prediction = anomaly.predict(query, options);
  return {
    is_anomaly: prediction.isAnomaly,
    anomaly_score: prediction.score,
    risk_level: prediction.riskLevel,
    explanation: prediction.explanation,
    contributing_factors: prediction.factors.map(
      ({ feature, contribution }) =>
        `${feature} (${contribution < 0 ? '−' : '+'}${Math.abs(contribution).toFixed(3)})`,
    ),
    factors: prediction.factors,
    score_kind: prediction.scoreKind,
  };
}
