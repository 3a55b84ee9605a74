import type {
  AmountResponse,
  AnomalyResponse,
  BatchItem,
  CategoryResponse,
  PredictionEnvelope,
  RouteName,
  TransactionRequest,
} from '@titans/core/contract';
import type { PredictOptions, TrainedSuite, TransactionQuery } from '@titans/models';
import type { Logger } from '../logging/logger.js';
import type { Metrics } from '../metrics/metrics.js';
import { batchTasks, predictBatch } from './batch.js';
import type { Exchange, RouteHandlers } from './handlers.js';
import { optionsFor, type ReadHistory } from './history.js';
import { asRequestError } from './model-errors.js';
import { maskTransaction, type PredictionLog } from './prediction-log.js';
import { secondsSince } from './stopwatch.js';
import { toTransactionQuery } from './transaction-query.js';

/** What the prediction routes need. */
export interface PredictionParts {
  readonly readHistory: ReadHistory;
  readonly metrics: Metrics | null;
  readonly log: PredictionLog;
  readonly logger: Logger;
  readonly timestamp: () => string;
}

/** Handlers of the predictions. `processing_time` covers reading the history and predicting. */
export function predictionHandlers(
  parts: PredictionParts,
): Pick<RouteHandlers, 'predictCategory' | 'predictAmount' | 'predictAnomaly' | 'predictBatch'> {
  const { readHistory, metrics, logger } = parts;

  async function predictOne<Prediction extends object>(
    task: 'category' | 'amount' | 'anomaly',
    route: RouteName,
    exchange: Exchange<TransactionRequest, unknown>,
    predict: (suite: TrainedSuite, query: TransactionQuery, options: PredictOptions) => Prediction,
  ): Promise<Prediction & PredictionEnvelope> {
    const started = performance.now();
    let isSuccess = false;
    try {
      const { suite } = exchange.tenant.models.current;
      const query = toTransactionQuery(exchange.body);
      const histories = await readHistory(exchange.tenant, [task], [query], exchange.signal);
      const answer = {
        ...asRequestError(() => predict(suite, query, optionsFor(query, histories))),
        prediction_id: exchange.requestId,
        processing_time: secondsSince(started),
        model_version: suite[task].version,
        model_sha256: suite[task].sha256,
      };
      isSuccess = true;
      record(parts, route, exchange, () => maskTransaction(exchange.body), answer);
      return answer;
    } finally {
      metrics?.predicted(task, isSuccess, secondsSince(started));
    }
  }

  return {
    predictCategory: (exchange) =>
      predictOne(
        'category',
        'predictCategory',
        exchange,
        ({ category }, query, options): Omit<CategoryResponse, keyof PredictionEnvelope> => {
          const prediction = category.predict(query, options);
          return {
            predicted_category: prediction.category,
            confidence: prediction.confidence,
            all_predictions: Object.fromEntries(
              prediction.alternatives.map(({ category, probability }) => [category, probability]),
            ),
            source: prediction.source,
            abstained: prediction.abstained,
            explanation: prediction.explanation,
            confidence_level: prediction.confidenceLevel,
            primary_category: prediction.primary,
            merchant: prediction.merchant,
            counterparty_type: prediction.counterpartyType,
          };
        },
      ),

    predictAmount: (exchange) =>
      predictOne(
        'amount',
        'predictAmount',
        exchange,
        (suite, query, options): Omit<AmountResponse, keyof PredictionEnvelope> => {
          const { level } = exchange.query;
          const prediction = suite.amount.predict(
            query,
            level === undefined ? options : { ...options, level },
          );
          const { amount, confidence, range, coverage, currency, source, explanation } = prediction;
          return {
            predicted_amount: amount,
            confidence,
            prediction_range: range,
            coverage,
            currency,
            source,
            explanation,
          };
        },
      ),

    predictAnomaly: (exchange) =>
      predictOne(
        'anomaly',
        'predictAnomaly',
        exchange,
        ({ anomaly }, query, options): Omit<AnomalyResponse, keyof PredictionEnvelope> => {
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
        },
      ),

    async predictBatch(exchange) {
      const started = performance.now();
      const { suite } = exchange.tenant.models.current;
      const queries = exchange.body.map(toTransactionQuery);
      const histories = await readHistory(exchange.tenant, batchTasks, queries, exchange.signal);
      const { requestId } = exchange;
      const onDefect = (err: unknown): void =>
        logger.error(
          { requestId, route: 'predictBatch', err },
          'A transaction of a batch could not be predicted.',
        );
      const outcomes = predictBatch({ suite, histories, onDefect }, queries);
      const results = outcomes.map(
        (outcome, index): BatchItem => ({
          transaction_id: exchange.body[index]?.transaction_id ?? `batch_${index}`,
          ...outcome,
        }),
      );
      const successful = results.filter((result) => result.status === 'success').length;
      const failed = results.length - successful;
      const seconds = secondsSince(started);
      for (const task of batchTasks) {
        if (successful > 0) metrics?.predicted(task, true, seconds, successful);
        if (failed > 0) metrics?.predicted(task, false, seconds, failed);
      }
      const answer = {
        results,
        total_processed: results.length,
        successful_predictions: successful,
        failed_predictions: failed,
        processing_time: seconds,
        model_versions: Object.fromEntries(batchTasks.map((task) => [task, suite[task].version])),
      };
      record(parts, 'predictBatch', exchange, () => exchange.body.map(maskTransaction), answer);
      return answer;
    },
  };
}

function record(
  { log, timestamp }: PredictionParts,
  route: RouteName,
  { requestId, principal }: Exchange<unknown, unknown>,
  describeRequest: () => unknown,
  response: unknown,
): void {
  log.record(() => ({
    requestId,
    timestamp: timestamp(),
    route,
    credential: principal?.id ?? 'anonymous',
    request: describeRequest(),
    response,
  }));
}
