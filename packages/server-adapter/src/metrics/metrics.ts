import type { TaskName, TrainedSuite } from '@titans/models';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { invalidOption } from '../config/option-schemas.js';
import type { ModelHost } from '../model-host/model-host.js';
import type { Observer } from '../passage.js';
import type { MetricsSettings } from './metrics-settings.js';
import { pendingObservations } from './pending-observations.js';

/** Learns of what models were asked. */
export interface ModelObserver {
  /** One comparison of transactions with earlier ones; `score` is `null` where there were too few to say. */
  compared(comparison: { readonly score: number | null; readonly driftedShare: number }): void;
  /** One call of a model, for one transaction or for `count` at once. */
  predicted(task: TaskName, isSuccess: boolean, seconds: number, count?: number): void;
}

/** How a model does now. */
export interface LivePerformance {
  readonly task: TaskName;
  readonly figures: readonly { readonly metric: string; readonly value: number }[];
  /** 1 minus the smallest p-value of its tests, and 1 once one of them has reported. */
  readonly fallScore: number;
}

/** Counts and times what the service does. Every label takes values of a fixed set. */
export interface Metrics extends ModelObserver {
  /** Counts and times finished requests. */
  readonly observe: Observer;
  readonly contentType: string;
  /** Prometheus text. */
  exposition(): Promise<string>;
}

/** Labels of what is counted and timed together; made once for each of their values. */
interface RequestSeries {
  readonly of: 'requests';
  readonly timed: { readonly method: string; readonly endpoint: string };
  readonly counted: { readonly method: string; readonly endpoint: string; readonly status_code: number };
}

interface PredictionSeries {
  readonly of: 'predictions';
  readonly timed: { readonly model_name: string };
  readonly counted: { readonly model_name: string; readonly status: string };
}

type Series = RequestSeries | PredictionSeries;

/** Observations that wait, at most. */
const mostPending = 256;
const secondsBuckets = [0.000_1, 0.000_5, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];
const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']);

/**
 * The metrics of the specification, under its names. Nothing is counted by tenant, credential or account: their number has
 * no bound. What is told of models is of those of the default tenant.
 *
 * @param live How the models do now, where they are watched: told as `live_` and the name of the figure, and as the drift
 * of their performance.
 * @throws TitansError `CONFIG_INVALID` for a registry that another service has.
 */
export function createMetrics(
  models: ModelHost,
  settings: MetricsSettings = {},
  live: (() => Promise<readonly LivePerformance[]>) | null = null,
): Metrics {
  const registry = settings.registry ?? new Registry();
  if (registry.getSingleMetric('api_requests_total') !== undefined) {
    throw invalidOption(
      'metrics',
      'must have a registry of its own: this one has the metrics of another service',
    );
  }
  const registers = [registry];
  const pending = pendingObservations(mostPending, flush);
  if (settings.process === true) collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'api_requests_total',
    collect: pending.flush,
    help: 'Requests answered.',
    labelNames: ['method', 'endpoint', 'status_code'],
    registers,
  });
  const requestSeconds = new Histogram({
    name: 'api_request_duration_seconds',
    collect: pending.flush,
    help: 'Time from the request to its answer.',
    labelNames: ['method', 'endpoint'],
    buckets: secondsBuckets,
    registers,
  });
  const predictions = new Counter({
    name: 'model_predictions_total',
    collect: pending.flush,
    help: 'Transactions predicted and forecasts made.',
    labelNames: ['model_name', 'status'],
    registers,
  });
  const predictionSeconds = new Histogram({
    name: 'model_prediction_duration_seconds',
    collect: pending.flush,
    help: 'Time of one call of a model, for one transaction or a batch.',
    labelNames: ['model_name'],
    buckets: secondsBuckets,
    registers,
  });
  const accuracy = new Gauge({
    name: 'model_accuracy',
    help: 'What was measured in training on unseen rows, and, as live_, in the last window of labelled predictions.',
    labelNames: ['model_name', 'metric_type'],
    registers,
  });
  const active = new Gauge({ name: 'active_models_total', help: 'Models that answer.', registers });
  const memory = new Gauge({
    name: 'model_memory_usage_bytes',
    help: 'Size of what was learned: its arrays and its data as JSON.',
    labelNames: ['model_name'],
    registers,
  });
  const drift = new Gauge({
    name: 'model_drift_score',
    help: 'Of the last comparison: 1 minus its p-value over all features, and the share of features that drifted. Of the performance of a model: 1 minus the smallest p-value of its tests, 1 once one has reported.',
    labelNames: ['model_name', 'drift_type'],
    registers,
  });
  const ofRequests = new Map<string, RequestSeries>();
  const ofPredictions = new Map<string, PredictionSeries>();

  function flush(series: Series, seconds: number, count: number): void {
    if (series.of === 'requests') {
      requests.inc(series.counted, count);
      requestSeconds.observe(series.timed, seconds);
    } else {
      predictions.inc(series.counted, count);
      predictionSeconds.observe(series.timed, seconds);
    }
  }

  // Weak, since models that were replaced must not be kept until the next scrape.
  let measured: WeakRef<TrainedSuite> | null = null;

  /** What is known of the models themselves, whenever others answer than before. */
  function measure(suite: TrainedSuite): void {
    if (suite === measured?.deref()) return;
    measured = new WeakRef(suite);
    accuracy.reset();
    memory.reset();
    active.set(suite.tasks.length);
    for (const task of suite.tasks) {
      drift.remove({ model_name: task, drift_type: 'performance' });
      memory.set({ model_name: task }, sizeOf(suite, task));
      for (const { metric, value } of suite[task].measurements) {
        if (Number.isFinite(value)) accuracy.set({ model_name: task, metric_type: metric }, value);
      }
    }
  }

  return {
    contentType: registry.contentType,
    observe({ request, route }, { status, seconds }) {
      const method = methods.has(request.method) ? request.method : 'OTHER';
      const endpoint = route?.contract.path ?? 'unknown';
      const name = `${method} ${endpoint} ${status}`;
      let series = ofRequests.get(name);
      if (series === undefined) {
        const timed = { method, endpoint };
        series = { of: 'requests', timed, counted: { ...timed, status_code: status } };
        ofRequests.set(name, series);
      }
      pending.add(series, seconds, 1);
    },
    predicted(task, isSuccess, seconds, count = 1) {
      const name = isSuccess ? task : `${task} error`;
      let series = ofPredictions.get(name);
      if (series === undefined) {
        const timed = { model_name: task };
        series = { of: 'predictions', timed, counted: { ...timed, status: isSuccess ? 'success' : 'error' } };
        ofPredictions.set(name, series);
      }
      pending.add(series, seconds, count);
    },
    compared({ score, driftedShare }) {
      if (score !== null) drift.set({ model_name: 'input', drift_type: 'overall' }, score);
      drift.set({ model_name: 'input', drift_type: 'share_of_features' }, driftedShare);
    },
    async exposition() {
      measure(models.current.suite);
      for (const { task, figures, fallScore } of (await live?.()) ?? []) {
        drift.set({ model_name: task, drift_type: 'performance' }, fallScore);
        for (const { metric, value } of figures) {
          accuracy.set({ model_name: task, metric_type: `live_${metric}` }, value);
        }
      }
      return registry.metrics();
    },
  };
}

function sizeOf(suite: TrainedSuite, task: TaskName): number {
  const { arrays, data } = suite[task].toArtifact();
  const arrayBytes = Object.values(arrays).reduce((sum, array) => sum + array.byteLength, 0);
  return arrayBytes + JSON.stringify(data).length;
}
