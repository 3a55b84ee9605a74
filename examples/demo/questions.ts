import type { TitansClient } from '@titans/client';
import type { Latency } from './latency.js';
import { measureLatency } from './latency.js';

/** What was asked over HTTP and what came back. */
export interface Answers {
  /** Question and answer, for people. */
  readonly rows: readonly (readonly [question: string, answer: string])[];
  readonly latency: Latency;
}

const lunch = {
  description: 'Lunch with new client',
  payment_method: 'credit_card',
  type: 'Expense',
} as const;
const date = '2024-12-09';

/** Asks the server every question once, then one of them often enough to know how long it takes. */
export async function askEverything(client: TitansClient): Promise<Answers> {
  const health = await client.health();
  const category = await client.predict.category({ ...lunch, date, amount: -64.2 });
  const amount = await client.predict.amount({ ...lunch, date, category: category.predicted_category });
  const anomaly = await client.predict.anomaly({ ...lunch, date, amount: -4_800 });
  const batch = await client.predict.batch([
    { transaction_id: 'a', date, ...lunch, amount: -58 },
    { transaction_id: 'b', date, description: 'Cloud storage', type: 'Expense', amount: -9.99 },
  ]);
  const forecast = await client.forecast.cashflow({ days_ahead: 30 });
  const latency = await measureLatency(() => client.predict.category({ ...lunch, date, amount: -64.2 }), {
    calls: 500,
    warmUpCalls: 50,
  });
  const { min, max } = amount.prediction_range;
  const summary = forecast.summary_stats;
  return {
    latency,
    rows: [
      ['GET /health', health.status],
      [
        `POST /predict/category  "${lunch.description}", -64.20`,
        `${category.predicted_category} (${percent(category.confidence)}${category.abstained ? ', abstains' : ''})`,
      ],
      [
        'POST /predict/amount    the same, amount unknown',
        `${money(amount.predicted_amount)}, ${percent(amount.coverage)} range ${money(min)} to ${money(max)}`,
      ],
      [
        'POST /predict/anomaly   the same for -4,800.00',
        `${anomaly.risk_level}, score ${anomaly.anomaly_score.toFixed(2)}: ${anomaly.contributing_factors[0] ?? 'nothing stands out'}`,
      ],
      [
        'POST /predict/batch     two transactions',
        `${batch.successful_predictions} answered, ${batch.failed_predictions} failed`,
      ],
      [
        'POST /forecast/cashflow 30 days',
        `${money(summary.total_forecasted)} in all, ${money(summary.min_daily)} to ${money(summary.max_daily)} a day`,
      ],
    ],
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function money(amount: number): string {
  return amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
