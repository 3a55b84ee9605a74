import type {
  AmountResponse,
  AnomalyResponse,
  ApiKeyInfo,
  BatchResponse,
  CategoryResponse,
  Correction,
  ExplainResponse,
  ForecastResponse,
  HealthResponse,
  ImportResponse,
  JobResponse,
  ProblemDetails,
  RecurringResponse,
  ServiceInfo,
  StoredTransaction,
  TokenResponse,
} from '@titans/core/contract';

/** Bodies in the shape of the contract, as a server sends them. */
export const categoryAnswer: CategoryResponse = {
  predicted_category: 'food',
  confidence: 0.75,
  all_predictions: { food: 0.75, fuel: 0.25 },
  source: 'model',
  abstained: false,
  explanation: [{ feature: 'whole', contribution: 1.5 }],
  confidence_level: 'medium',
  primary_category: 'FOOD_AND_DRINK',
  merchant: 'Whole Foods',
  counterparty_type: 'merchant',
  prediction_id: 'p-1',
  processing_time: 0.001,
  model_version: 'category@0123456789ab',
  model_sha256: '0123456789ab0000000000000000000000000000000000000000000000000000',
};

export const amountAnswer: AmountResponse = {
  predicted_amount: -85.5,
  confidence: 0.8,
  prediction_range: { min: -120, max: -40 },
  coverage: 0.8,
  currency: 'USD',
  source: 'payee',
  explanation: [{ feature: 'type', contribution: 4.4 }],
  prediction_id: 'p-1',
  processing_time: 0.001,
  model_version: 'amount@0123456789ab',
  model_sha256: '0123456789ab0000000000000000000000000000000000000000000000000000',
};

export const anomalyAnswer: AnomalyResponse = {
  is_anomaly: true,
  anomaly_score: 0.9,
  risk_level: 'high',
  explanation: 'The amount is far above what this payee takes.',
  contributing_factors: ['amount (+0.900)'],
  factors: [{ feature: 'amount', contribution: 0.9 }],
  score_kind: 'percentile',
  prediction_id: 'p-1',
  processing_time: 0.001,
  model_version: 'anomaly@0123456789ab',
  model_sha256: '0123456789ab0000000000000000000000000000000000000000000000000000',
};

export const batchAnswer: BatchResponse = {
  results: [
    {
      transaction_id: 'a',
      status: 'success',
      predictions: {
        category: 'food',
        confidence: 0.75,
        abstained: false,
        amount: -85.5,
        amount_range: { min: -120, max: -40 },
        is_anomaly: false,
        anomaly_score: 0.1,
        risk_level: 'low',
      },
    },
    { transaction_id: 'b', status: 'failed', error: 'The date is not valid.', code: 'DATE_INVALID' },
  ],
  total_processed: 2,
  successful_predictions: 1,
  failed_predictions: 1,
  processing_time: 0.003,
  model_versions: { category: 'category@0123456789ab' },
};

export const forecastAnswer: ForecastResponse = {
  forecast_data: [
    {
      date: '2025-01-01',
      predicted_amount: -10,
      confidence_interval_lower: -20,
      confidence_interval_upper: 5,
    },
  ],
  forecast_period_days: 1,
  model_accuracy: 0.2,
  summary_stats: {
    total_forecasted: -10,
    average_daily: -10,
    max_daily: -10,
    min_daily: -10,
    std_deviation: 0,
  },
  currency: 'USD',
  level: 0.8,
  total: { amount: -10, lower: -20, upper: 5 },
  balances: null,
  scenario: null,
  prediction_id: 'p-1',
  processing_time: 0.001,
  model_version: 'cashflow@0123456789ab',
  model_sha256: '0123456789ab0000000000000000000000000000000000000000000000000000',
};

export const healthAnswer: HealthResponse = {
  status: 'healthy',
  timestamp: '2025-01-01T00:00:00.000Z',
  version: '0.1.0',
  uptime: 12.5,
  checks: { models: 'healthy' },
};

export const serviceInfoAnswer: ServiceInfo = {
  message: 'Titans',
  version: '0.1.0',
  status: 'healthy',
  timestamp: '2025-01-01T00:00:00.000Z',
  endpoints: { health: '/health' },
};

export const tokenAnswer: TokenResponse = { access_token: 'a.b.c', token_type: 'bearer', expires_in: 1_800 };

export const explainAnswer: ExplainResponse = {
  explanations: [
    {
      task: 'category',
      model_version: 'category@0123456789ab',
      answer: 'food, 75 % sure, by model',
      factors: [{ feature: 'whole', contribution: 1.5 }],
    },
  ],
  processing_time: 0.001,
};

export const jobAnswer: JobResponse = {
  job_id: 'job-1',
  state: 'running',
  tasks: ['category', 'amount', 'anomaly'],
  created_at: '2025-01-01T00:00:00.000Z',
  finished_at: null,
  done: 1,
  total: 2,
  failed: 0,
  error: null,
  results: null,
};

export const recurringAnswer: RecurringResponse = {
  as_of: '2025-01-31',
  streams: [
    {
      stream_id: 'stream-1',
      account_id: 'default',
      payee: 'rent',
      direction: 'expense',
      currency: 'USD',
      frequency: 'monthly',
      status: 'active',
      confidence: 0.99,
      first_date: '2024-01-01',
      last_date: '2025-01-01',
      occurrences: 13,
      average_amount: -903.85,
      expected_amount: -950,
      last_amount: -950,
      next: {
        date: '2025-02-01',
        earliest: '2025-01-31',
        latest: '2025-02-03',
        amount: -950,
        amount_lower: -950,
        amount_upper: -950,
        level: 0.9,
        overdue: false,
      },
      missed: [],
      alerts: [{ kind: 'price_rise', date: '2025-01-01', message: 'From 900 to 950.' }],
    },
  ],
  processing_time: 0.001,
};

export const storedTransaction: StoredTransaction = {
  transaction_id: 't-1',
  account_id: 'default',
  date: '2025-01-01',
  time: null,
  type: 'Expense',
  description: 'Rent',
  amount: -950,
  currency: 'USD',
  category: null,
  payment_method: 'bank_transfer',
  status: null,
  merchant_name: null,
  location: null,
  recurring: null,
  tags: [],
};

export const importAnswer: ImportResponse = {
  rows: { in: 2, loaded: 1, updated: 0, unchanged: 0, quarantined: 1 },
  rejections: [
    { row: 1, code: 'DATE_INVALID', message: 'The date is not valid.', field: 'date', value: '3*****0' },
  ],
  processing_time: 0.01,
};

export const correctionAnswer: Correction = {
  correction_id: 'c-1',
  state: 'applied',
  category: 'rent',
  is_anomaly: null,
  previous_category: 'food',
  transaction_id: 't-1',
  made_by: 'editor',
  made_at: '2025-01-01T00:00:00.000Z',
};

export const keyAnswer: ApiKeyInfo = {
  key_id: 'k-1',
  name: 'nightly import',
  permissions: ['write_transactions'],
  created_at: '2025-01-01T00:00:00.000Z',
  expires_at: null,
  state: 'active',
  source: 'store',
};

/** A problem document as the contract has it. */
export function problem(status: number, code: string, detail: string): ProblemDetails {
  return {
    type: `https://titans.example/problems/${code}`,
    title: code,
    status,
    detail,
    instance: '/predict/category',
    code,
    error: true,
    message: detail,
    status_code: status,
    timestamp: '2025-01-01T00:00:00.000Z',
    path: '/predict/category',
  };
}
