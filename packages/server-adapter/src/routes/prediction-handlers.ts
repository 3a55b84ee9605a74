import { Buffer } from 'node:buffer';
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
import { answerMemory } from './answer-memory.js';
import { CategoryAnswer, writtenCategory } from './category-answer.js';
import type { RouteExchange, RouteHandlers } from './handlers.js';
import { type Histories, noHistories, optionsFor, type ReadHistory } from './history.js';
import type { JsonText } from './json-writer.js';
import { asRequestError } from './model-errors.js';
import { maskTransaction, type PredictionLog } from './prediction-log.js';
import { secondsSince } from './stopwatch.js';
import { toTransactionQuery } from './transaction-query.js';
import { inEnvelope, type WrittenAnswer } from './written-answer.js';

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
  const memory = answerMemory<SaidAnswer>(mostRememberedBytes);

  /** At once where no history is to be read. */
  function predictOne<Query>(
    task: 'category' | 'amount' | 'anomaly',
    route: RouteName,
    exchange: RouteExchange<TransactionRequest, Query>,
    predict: Predict,
    level?: 0.8 | 0.95,
  ): Awaitable<WrittenAnswer> {
    const started = performance.now();
    const { tenant, body, requestId } = exchange;
    const { models, experiments, source } = tenant;
    const served = models.current;
    const part = experiments?.trial?.take(exchange, served) ?? null;
    const { suite } = part ?? served;
    const query = toTransactionQuery(body);

    function ask(histories: Histories): WrittenAnswer {
      const asked = part === null ? 0 : performance.now();
      const options = { ...optionsFor(query, histories), ...(level !== undefined && { level }) };
      // An experiment measures how long its models take.
      const isKnowable = part === null && options.history === undefined;
      const question = isKnowable ? `${task}${level ?? ''}${JSON.stringify(query)}` : null;
      const known = question === null ? undefined : memory.get(served, question);
      const said = known ?? asRequestError(() => predict(suite, query, options));
      const { version, sha256 } = suite[task];
      const envelope = {
        prediction_id: requestId,
        processing_time: secondsSince(started),
        model_version: version,
        model_sha256: sha256,
      };
      // First, since what cannot be written is not given, and must not be counted or recorded as if it had been.
      const written = inEnvelope(said.written, envelope);
      if (known === undefined && question !== null) {
        memory.put(served, question, said, bytesTaken(said.written));
      }
      const answer = said.answer(envelope);
      part?.answered(answer, secondsSince(asked), (other) => predict(other, query, options).answer(envelope));
      metrics?.predicted(task, true, envelope.processing_time);
      log.record(exchange, route, () => maskTransaction(body), answer);
      return written;
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
      predictOne('amount', 'predictAmount', exchange, amountAnswer, exchange.query.level),
    predictAnomaly: (exchange) => predictOne('anomaly', 'predictAnomaly', exchange, anomalyAnswer),

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

/** Of answers and their questions, some 9,000 for a category. */
const mostRememberedBytes = 24_000_000;

/** What an answer takes as a text and as objects, by measurement; texts beyond ASCII take two bytes a character. */
function bytesTaken({ text, byteLength }: JsonText): number {
  return text.length * (byteLength === text.length ? 5 : 8);
}

/** What a model said, as it becomes the answer to any request. */
interface SaidAnswer {
  answer(envelope: PredictionEnvelope): object;
  /** As JSON, as {@link inEnvelope} takes it. */
  readonly written: JsonText;
}

type Predict = (
  suite: TrainedSuite,
  query: TransactionQuery,
  options: PredictOptions & { readonly level?: 0.8 | 0.95 },
) => SaidAnswer;

function categoryAnswer(
  { category }: TrainedSuite,
  query: TransactionQuery,
  options: PredictOptions,
): SaidAnswer {
  const prediction = category.predict(query, options);
  return {
    answer: (envelope) => new CategoryAnswer(prediction, envelope),
    written: writtenCategory(prediction),
  };
}

function amountAnswer(
  { amount }: TrainedSuite,
  query: TransactionQuery,
  options: PredictOptions & { readonly level?: 0.8 | 0.95 },
): SaidAnswer {
  const prediction = amount.predict(query, options);
  return saidAnswer(
    (envelope) =>
      ({
        predicted_amount: prediction.amount,
        confidence: prediction.confidence,
        prediction_range: prediction.range,
        coverage: prediction.coverage,
        currency: prediction.currency,
        source: prediction.source,
        explanation: prediction.explanation,
        prediction_id: envelope.prediction_id,
        processing_time: envelope.processing_time,
        model_version: envelope.model_version,
        model_sha256: envelope.model_sha256,
      }) satisfies Unsent<AmountResponse>,
  );
}

function anomalyAnswer(
  { anomaly }: TrainedSuite,
  query: TransactionQuery,
  options: PredictOptions,
): SaidAnswer {
  const prediction = anomaly.predict(query, options);
  const contributing = prediction.factors.map(
    ({ feature, contribution }) =>
      `${feature} (${contribution < 0 ? '−' : '+'}${Math.abs(contribution).toFixed(3)})`,
  );
  return saidAnswer(
    (envelope) =>
      ({
        is_anomaly: prediction.isAnomaly,
        anomaly_score: prediction.score,
        risk_level: prediction.riskLevel,
        explanation: prediction.explanation,
        contributing_factors: contributing,
        factors: prediction.factors,
        score_kind: prediction.scoreKind,
        prediction_id: envelope.prediction_id,
        processing_time: envelope.processing_time,
        model_version: envelope.model_version,
        model_sha256: envelope.model_sha256,
      }) satisfies Unsent<AnomalyResponse>,
  );
}

/** An answer that may not belong to a request yet. */
type Unsent<Response> = { readonly [Name in keyof Response]: Response[Name] | undefined };

/** @param answer Written out member by member: engines take six microseconds to spread an object into another. */
function saidAnswer(answer: (envelope: Partial<PredictionEnvelope>) => object): SaidAnswer {
  const text = JSON.stringify(answer({})).slice(0, -1);
  return { answer, written: { text, byteLength: Buffer.byteLength(text) } };
}
