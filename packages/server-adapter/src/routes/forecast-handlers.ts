import { currencyDecimals } from '@titans/core';
import type { ForecastSummary } from '@titans/core/contract';
import type { CashflowDay } from '@titans/models';
import type { Metrics } from '../metrics/metrics.js';
import type { RouteHandlers } from './handlers.js';
import { asRequestError } from './model-errors.js';
import type { PredictionLog } from './prediction-log.js';
import { secondsSince } from './stopwatch.js';

/** What the forecast route needs. */
export interface ForecastParts {
  readonly metrics: Metrics | null;
  readonly log: PredictionLog;
}

/** Handler of the cash-flow forecast: 30 days unless told. */
export function forecastHandlers({ metrics, log }: ForecastParts): Pick<RouteHandlers, 'forecastCashflow'> {
  return {
    async forecastCashflow(exchange) {
      const { query, requestId, tenant } = exchange;
      const started = performance.now();
      let isSuccess = false;
      try {
        const model = tenant.models.current.suite.cashflow;
        const {
          days_ahead: days = 30,
          account_id: accountId,
          level = 0.8,
          currency = model.currency,
        } = query;
        const asked = { days, level, currency, ...(accountId === undefined ? {} : { accountId }) };
        const forecast = asRequestError(() => model.forecast(asked));
        const { amount, lower, upper } = model.total(asked);
        const answer = {
          forecast_data: forecast.map(({ date, amount, lower, upper }) => ({
            date,
            predicted_amount: amount,
            confidence_interval_lower: lower,
            confidence_interval_upper: upper,
          })),
          forecast_period_days: forecast.length,
          model_accuracy: model.skill,
          summary_stats: summarise(forecast, currencyDecimals(currency)),
          currency,
          level,
          total: { amount, lower, upper },
          balances: null,
          scenario: null,
          prediction_id: requestId,
          processing_time: secondsSince(started),
          model_version: model.version,
          model_sha256: model.sha256,
        };
        isSuccess = true;
        log.record(exchange, 'forecastCashflow', () => query, answer);
        return answer;
      } finally {
        metrics?.predicted('cashflow', isSuccess, secondsSince(started));
      }
    },
  };
}

/** Totals of a forecast, rounded to the decimals of its currency. */
export function summarise(days: readonly CashflowDay[], decimals: number): ForecastSummary {
  const amounts = days.map((day) => day.amount);
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  const mean = total / amounts.length;
  const variance = amounts.reduce((sum, amount) => sum + (amount - mean) ** 2, 0) / amounts.length;
  const round = (value: number): number => Math.round(value * 10 ** decimals) / 10 ** decimals;
  return {
    total_forecasted: round(total),
    average_daily: round(mean),
    max_daily: round(Math.max(...amounts)),
    min_daily: round(Math.min(...amounts)),
    std_deviation: round(Math.sqrt(variance)),
  };
}
