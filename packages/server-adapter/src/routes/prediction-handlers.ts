import type {
  AmountResponse,
  AnomalyResponse,
  BatchItem,
  CategoryResponse,
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
  readonly suite: TrainedSuite;
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
  const { suite, readHistory, metrics, logger } = parts;

  async function predictOne<Answer extends object>(
    task: 'category' | 'amount' | 'anomaly',
    route: RouteName,
    exchange: Exchange<TransactionRequest>,
    predict: (query: TransactionQuery, options: PredictOptions) => Answer,
  ): Promise<Answer & { processing_time: number; model_version: string }> {
    const started = performance.now();
    let isSuccess = false;
    try {
      const query = toTransactionQuery(exchange.body);
      const histories = await readHistory([task], [query], exchange.request.signal);
      const answer = {
        ...asRequestError(() => predict(query, optionsFor(query, histories))),
        processing_time: secondsSince(started),
        model_version: suite[task].version,
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
        (query, options): Omit<CategoryResponse, 'processing_time' | 'model_version'> => {
          const prediction = suite.category.predict(query, options);
          return {
            predicted_category: prediction.category,
            confidence: prediction.confidence,
            all_predictions: Object.fromEntries(
              prediction.alternatives.map(({ category, probability }) => [category, probability]),
            ),
            source: prediction.source,
            abstained: prediction.abstained,
            explanation: prediction.explanation,
          };
        },
      ),

    predictAmount: (exchange) =>
      predictOne(
        'amount',
        'predictAmount',
        exchange,
        (query, options): Omit<AmountResponse, 'processing_time' | 'model_version'> => {
          const { amount, confidence, range, coverage } = suite.amount.predict(query, options);
          return { predicted_amount: amount, confidence, prediction_range: range, coverage };
        },
      ),

    predictAnomaly: (exchange) =>
      predictOne(
        'anomaly',
        'predictAnomaly',
        exchange,
        (query, options): Omit<AnomalyResponse, 'processing_time' | 'model_version'> => {
          const prediction = suite.anomaly.predict(query, options);
          return {
            is_anomaly: prediction.isAnomaly,
            anomaly_score: prediction.score,
            risk_level: prediction.riskLevel,
            explanation: prediction.explanation,
            contributing_factors: prediction.factors.map(
              ({ feature, contribution }) =>
                `${feature} (${contribution < 0 ? '−' : '+'}${Math.abs(contribution).toFixed(3)})`,
            ),
          };
        },
      ),

    async predictBatch(exchange) {
      const started = performance.now();
      const queries = exchange.body.map(toTransactionQuery);
      const histories = await readHistory(batchTasks, queries, exchange.request.signal);
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
      };
      record(parts, 'predictBatch', exchange, () => exchange.body.map(maskTransaction), answer);
      return answer;
    },
  };
}

function record(
  { log, timestamp }: PredictionParts,
  route: RouteName,
  { requestId, principal }: Exchange<unknown>,
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
