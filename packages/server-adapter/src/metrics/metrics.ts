import type { TaskName, TrainedSuite } from '@titans/models';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { invalidOption } from '../config/option-schemas.js';
import type { ModelHost } from '../model-host/model-host.js';
import type { Observer } from '../passage.js';
import type { MetricsSettings } from './metrics-settings.js';
import { type HistogramSeries, summedHistogram } from './summed-histogram.js';

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

/** What is counted and timed together; made once for each of its labels. */
interface Series {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly timed: HistogramSeries;
  /** What was counted since someone asked. */
  count: number;
}

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
  if (settings.process === true) collectDefaultMetrics({ register: registry });
  const ofRequests = new Map<string, Series>();
  new Counter({
    name: 'api_requests_total',
    collect() {
      for (const series of ofRequests.values()) pass(series, this);
    },
    help: 'Requests answered.',
    labelNames: ['method', 'endpoint', 'status_code'],
    registers,
  });
  const requestSeconds = summedHistogram<'method' | 'endpoint'>(registry, {
    name: 'api_request_duration_seconds',
    help: 'Time from the request to its answer.',
    buckets: secondsBuckets,
  });
  const ofPredictions = new Map<string, Series>();
  new Counter({
    name: 'model_predictions_total',
    collect() {
      for (const series of ofPredictions.values()) pass(series, this);
    },
    help: 'Transactions predicted and forecasts made.',
    labelNames: ['model_name', 'status'],
    registers,
  });
  const predictionSeconds = summedHistogram<'model_name'>(registry, {
    name: 'model_prediction_duration_seconds',
    help: 'Time of one call of a model, for one transaction or a batch.',
    buckets: secondsBuckets,
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
      record(
        made(ofRequests, `${method} ${endpoint} ${status}`, () => ({
          labels: { method, endpoint, status_code: status },
          timed: requestSeconds.seriesOf({ method, endpoint }),
          count: 0,
        })),
        seconds,
        1,
      );
    },
    predicted(task, isSuccess, seconds, count = 1) {
      record(
        made(ofPredictions, isSuccess ? task : `${task} error`, () => ({
          labels: { model_name: task, status: isSuccess ? 'success' : 'error' },
          timed: predictionSeconds.seriesOf({ model_name: task }),
          count: 0,
        })),
        seconds,
        count,
      );
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

/** What there is of a name, or what is made of it now. */
function made<T>(all: Map<string, T>, name: string, make: () => T): T {
  let found = all.get(name);
  if (found === undefined) {
    found = make();
    all.set(name, found);
  }
  return found;
}

function record(series: Series, seconds: number, count: number): void {
  series.timed.observe(seconds);
  series.count += count;
}

/** Passes on what was counted since, before it is told. */
function pass(series: Series, counter: Counter): void {
  if (series.count === 0) return;
  counter.inc(series.labels, series.count);
  series.count = 0;
}

function sizeOf(suite: TrainedSuite, task: TaskName): number {
  const { arrays, data } = suite[task].toArtifact();
  const arrayBytes = Object.values(arrays).reduce((sum, array) => sum + array.byteLength, 0);
  return arrayBytes + JSON.stringify(data).length;
}
