import type { ServiceInfo } from '@titans/core/contract';
import type { CallOptions } from './call-options.js';
import type { AuthMethods, KeyMethods } from './methods/credentials.js';
import type { Events } from './methods/events.js';
import type { ExperimentMethods } from './methods/experiments.js';
import type { FeedbackMethods } from './methods/feedback.js';
import type { ForecastMethods, RecurringMethods } from './methods/forecast.js';
import type { HealthMethods } from './methods/health.js';
import type { JobMethods } from './methods/jobs.js';
import type { ModelMethods } from './methods/models.js';
import type { PredictMethods } from './methods/predict.js';
import type { TransactionMethods } from './methods/transactions.js';
import type { OpenApiDocument } from './open-api-document.js';

/** A client of one Titans server; its methods are grouped as the server's routes. */
export interface TitansClient {
  readonly predict: PredictMethods;
  readonly jobs: JobMethods;
  readonly forecast: ForecastMethods;
  readonly recurring: RecurringMethods;
  readonly transactions: TransactionMethods;
  readonly feedback: FeedbackMethods;
  readonly models: ModelMethods;
  readonly experiments: ExperimentMethods;
  readonly auth: AuthMethods;
  readonly keys: KeyMethods;
  readonly health: HealthMethods;
  readonly events: Events;
  /** What the service is and where its routes are. */
  info(options?: CallOptions): Promise<ServiceInfo>;
  /** The service's contract. */
  openapi(options?: CallOptions): Promise<OpenApiDocument>;
  /** Metrics in the Prometheus text format. */
  metrics(options?: CallOptions): Promise<string>;
}
