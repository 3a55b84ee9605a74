import type { ModelObserver } from '../metrics/metrics.js';
import type { WorkThread } from '../work-thread/work-thread.js';
import { forecastAnswer } from './forecast-answer.js';
import type { RouteHandlers } from './handlers.js';
import { maskTransaction, type PredictionLog } from './prediction-log.js';
import { secondsSince } from './stopwatch.js';

/** What the forecast route needs. */
export interface ForecastParts {
  readonly metrics: ModelObserver | null;
  readonly log: PredictionLog;
  readonly thread: WorkThread;
}

/**
 * Handler of the cash-flow forecast: 30 days unless told. From a history that is sent a model is trained for this answer
 * alone, in another thread.
 */
export function forecastHandlers({
  metrics,
  log,
  thread,
}: ForecastParts): Pick<RouteHandlers, 'forecastCashflow'> {
  return {
    async forecastCashflow(exchange) {
      const started = performance.now();
      let isSuccess = false;
      try {
        const { query, body = {}, requestId, tenant, signal } = exchange;
        const { history, ...request } = body;
        const forecast =
          history === undefined
            ? forecastAnswer(tenant.models.current.suite.cashflow, { query, request })
            : await thread.ask(
                'forecast',
                { query, request, history: { requests: history, pointer: '/history' } },
                signal,
              );
        const answer = { ...forecast, prediction_id: requestId, processing_time: secondsSince(started) };
        isSuccess = true;
        const describe = (): unknown => ({ ...query, ...request, history: history?.map(maskTransaction) });
        log.record(exchange, 'forecastCashflow', describe, answer);
        return answer;
      } finally {
        metrics?.predicted('cashflow', isSuccess, secondsSince(started));
      }
    },
  };
}
