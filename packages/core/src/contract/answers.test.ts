import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import {
  amountResponseSchema,
  anomalyResponseSchema,
  batchResponseSchema,
  categoryResponseSchema,
  forecastResponseSchema,
  healthResponseSchema,
  problemDetailsSchema,
  revokeResponseSchema,
  serviceInfoSchema,
  tokenResponseSchema,
} from './index.js';

const accepts = (schema: z.ZodMiniType, value: unknown): boolean => z.safeParse(schema, value).success;
const without = (value: object, member: string): object =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== member));

// The answers of the specification's API guide, with the members that this contract adds.
const envelope = {
  prediction_id: '5f0c2a4e-0000-4000-8000-000000000000',
  processing_time: 0.045,
  model_version: 'category@0123456789ab',
  model_sha256: '0123456789ab'.padEnd(64, '0'),
};
const category = {
  predicted_category: 'food',
  confidence: 0.92,
  all_predictions: { food: 0.92, shopping: 0.05, entertainment: 0.03 },
  source: 'model',
  abstained: false,
  explanation: [{ feature: 'whole foods', contribution: 1.5 }],
  confidence_level: 'high',
  primary_category: 'FOOD_AND_DRINK',
  merchant: 'Whole Foods',
  counterparty_type: 'merchant',
  ...envelope,
};
const amount = {
  predicted_amount: 67.5,
  confidence: 0.78,
  prediction_range: { min: 47.25, max: 87.75 },
  coverage: 0.8,
  currency: 'USD',
  source: 'model',
  explanation: [{ feature: 'type', contribution: 4.2 }],
  ...envelope,
};
const anomaly = {
  is_anomaly: true,
  anomaly_score: 0.85,
  risk_level: 'high',
  explanation: 'Transaction shows suspicious patterns',
  contributing_factors: ['Unusually high amount', 'Minimal description'],
  factors: [{ feature: 'amount', contribution: 0.85 }],
  score_kind: 'percentile',
  ...envelope,
};
const forecast = {
  forecast_data: [
    {
      date: '2024-01-15',
      predicted_amount: -152.3,
      confidence_interval_lower: -190.25,
      confidence_interval_upper: -114.35,
    },
  ],
  forecast_period_days: 30,
  model_accuracy: 0.82,
  summary_stats: {
    total_forecasted: -4569,
    average_daily: -152.3,
    max_daily: -100,
    min_daily: -200,
    std_deviation: 12.5,
  },
  currency: 'USD',
  level: 0.8,
  total: { amount: -4569, lower: -5000, upper: -4100 },
  balances: null,
  scenario: null,
  ...envelope,
};
const batch = {
  results: [
    {
      transaction_id: 'batch_0',
      predictions: {
        category: 'food',
        confidence: 0.85,
        abstained: false,
        amount: 75.5,
        amount_range: { min: 60, max: 90 },
        is_anomaly: true,
        anomaly_score: 0.7,
        risk_level: 'medium',
      },
      status: 'success',
    },
    {
      transaction_id: 'batch_1',
      error: 'There is no day 2024-02-30.',
      code: 'REQUEST_INVALID',
      issues: [{ pointer: '/date', message: 'not a calendar date' }],
      status: 'failed',
    },
  ],
  total_processed: 2,
  successful_predictions: 1,
  failed_predictions: 1,
  processing_time: 0.1,
  model_versions: { category: 'category@0123456789ab' },
};
const problem = {
  type: 'https://example.com/errors/unauthenticated',
  title: 'Unauthenticated',
  status: 401,
  detail: 'Invalid API key',
  instance: '/predict/category',
  code: 'UNAUTHENTICATED',
  error: true,
  message: 'Invalid API key',
  status_code: 401,
  timestamp: '2024-01-15T10:30:00Z',
  path: '/predict/category',
};
const health = {
  status: 'healthy',
  timestamp: '2024-01-15T10:30:00Z',
  version: '0.1.0',
  uptime: 12.5,
  checks: { api: 'healthy', models: 'degraded' },
};
const service = {
  message: 'Welcome to Titans Finance API',
  version: '0.1.0',
  status: 'healthy',
  timestamp: '2024-01-15T10:30:00Z',
  endpoints: { docs: '/docs', predict_category: '/predict/category' },
};

describe('answers', () => {
  const answers: readonly (readonly [string, z.ZodMiniType, object])[] = [
    ['category', categoryResponseSchema, category],
    ['amount', amountResponseSchema, amount],
    ['anomaly', anomalyResponseSchema, anomaly],
    ['forecast', forecastResponseSchema, forecast],
    ['batch', batchResponseSchema, batch],
    ['problem', problemDetailsSchema, problem],
    ['health', healthResponseSchema, health],
    ['service', serviceInfoSchema, service],
    ['token', tokenResponseSchema, { access_token: 'a.b.c', token_type: 'bearer', expires_in: 1800 }],
    ['revoked', revokeResponseSchema, { revoked: true }],
  ];

  test.each(answers)(
    'the answer of the guide for %s is taken, and none of its members may be missing',
    (_, schema, answer) => {
      expect(accepts(schema, answer)).toBe(true);
      for (const member of Object.keys(answer)) {
        expect([member, accepts(schema, without(answer, member))]).toEqual([member, false]);
      }
    },
  );

  test('a client accepts members that a later server adds', () => {
    for (const [, schema, answer] of answers)
      expect(accepts(schema, { ...answer, added_later: 1 })).toBe(true);
  });

  test.each<[string, z.ZodMiniType, object]>([
    ['a confidence above 1', categoryResponseSchema, { ...category, confidence: 1.01 }],
    ['a probability below 0', categoryResponseSchema, { ...category, all_predictions: { food: -0.1 } }],
    ['an unknown source', categoryResponseSchema, { ...category, source: 'oracle' }],
    ['NaN as amount', amountResponseSchema, { ...amount, predicted_amount: Number.NaN }],
    ['a score above 1', anomalyResponseSchema, { ...anomaly, anomaly_score: 1.5 }],
    ['an unknown risk', anomalyResponseSchema, { ...anomaly, risk_level: 'extreme' }],
    ['a negative time', anomalyResponseSchema, { ...anomaly, processing_time: -1 }],
    ['an accuracy above 1', forecastResponseSchema, { ...forecast, model_accuracy: 2 }],
    ['half a day', forecastResponseSchema, { ...forecast, forecast_period_days: 1.5 }],
    [
      'a success without predictions',
      batchResponseSchema,
      { ...batch, results: [without(batch.results[0] ?? {}, 'predictions')] },
    ],
    ['an unknown state', healthResponseSchema, { ...health, status: 'fine' }],
    ['an error that is none', problemDetailsSchema, { ...problem, error: false }],
  ])('%s is refused', (_, schema, answer) => {
    expect(accepts(schema, answer)).toBe(false);
  });
});
