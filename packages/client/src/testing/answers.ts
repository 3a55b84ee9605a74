import type {
  AmountResponse,
  AnomalyResponse,
  BatchResponse,
  CategoryResponse,
  ForecastResponse,
  HealthResponse,
  ProblemDetails,
  ServiceInfo,
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
  processing_time: 0.002,
  model_version: 'category@0123456789ab',
};

export const amountAnswer: AmountResponse = {
  predicted_amount: -85.5,
  confidence: 0.8,
  prediction_range: { min: -120, max: -40 },
  coverage: 0.8,
  processing_time: 0.001,
  model_version: 'amount@0123456789ab',
};

export const anomalyAnswer: AnomalyResponse = {
  is_anomaly: true,
  anomaly_score: 0.9,
  risk_level: 'high',
  explanation: 'The amount is far above what this payee takes.',
  contributing_factors: ['amount'],
  processing_time: 0.001,
  model_version: 'anomaly@0123456789ab',
};

export const batchAnswer: BatchResponse = {
  results: [
    {
      transaction_id: 'a',
      status: 'success',
      predictions: {
        category: 'food',
        confidence: 0.75,
        amount: -85.5,
        is_anomaly: false,
        anomaly_score: 0.1,
      },
    },
    { transaction_id: 'b', status: 'failed', error: 'The date is not valid.', code: 'DATE_INVALID' },
  ],
  total_processed: 2,
  successful_predictions: 1,
  failed_predictions: 1,
  processing_time: 0.003,
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
  processing_time: 0.001,
  model_version: 'cashflow@0123456789ab',
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
