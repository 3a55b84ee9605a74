import type { Sample } from './metrics-text.js';

/** What an endpoint has answered since the server started. */
export interface EndpointTraffic {
  readonly method: string;
  readonly endpoint: string;
  readonly requests: number;
  /** Of them, those refused for something of the caller's (4xx). */
  readonly refused: number;
  /** Of them, those that failed (5xx). */
  readonly failed: number;
  /** Seconds that half of the answers took at most, and 95 % of them; `null` without any. */
  readonly medianSeconds: number | null;
  readonly p95Seconds: number | null;
}

/** Upper bounds and cumulative counts of a histogram, lowest first. */
type Buckets = readonly (readonly [bound: number, count: number])[];

/** The traffic of each endpoint, busiest first. */
export function endpointTraffic(samples: readonly Sample[]): readonly EndpointTraffic[] {
  const found = new Map<string, { method: string; endpoint: string; counts: [number, number, number] }>();
  for (const { name, labels, value } of samples) {
    if (name !== 'api_requests_total') continue;
    const { method = '', endpoint = '', status_code: status = '' } = labels;
    const key = `${method} ${endpoint}`;
    const entry = found.get(key) ?? { method, endpoint, counts: [0, 0, 0] };
    found.set(key, entry);
    entry.counts[0] += value;
    if (status.startsWith('4')) entry.counts[1] += value;
    if (status.startsWith('5')) entry.counts[2] += value;
  }
  return [...found.values()]
    .map(({ method, endpoint, counts: [requests, refused, failed] }) => {
      const buckets = bucketsOf(samples, method, endpoint);
      return {
        method,
        endpoint,
        requests,
        refused,
        failed,
        medianSeconds: quantileOf(buckets, 0.5),
        p95Seconds: quantileOf(buckets, 0.95),
      };
    })
    .sort((left, right) => right.requests - left.requests);
}

function bucketsOf(samples: readonly Sample[], method: string, endpoint: string): Buckets {
  return samples
    .filter(
      ({ name, labels }) =>
        name === 'api_request_duration_seconds_bucket' &&
        labels.method === method &&
        labels.endpoint === endpoint,
    )
    .map(
      ({ labels, value }) =>
        [labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le), value] as const,
    )
    .sort(([left], [right]) => left - right);
}

/**
 * A quantile of a histogram, as `histogram_quantile` of Prometheus has it: linear within the bucket, and the highest finite
 * bound where it lies above that.
 */
export function quantileOf(buckets: Buckets, share: number): number | null {
  const total = buckets.at(-1)?.[1] ?? 0;
  if (total === 0) return null;
  const rank = share * total;
  let [lower, below] = [0, 0];
  for (const [bound, count] of buckets) {
    if (count >= rank) {
      if (!Number.isFinite(bound)) return lower;
      return count === below ? bound : lower + ((bound - lower) * (rank - below)) / (count - below);
    }
    [lower, below] = [bound, count];
  }
  return lower;
}

/** Sum of a counter over the samples that a test lets pass. */
export function sumOf(
  samples: readonly Sample[],
  name: string,
  isCounted: (labels: Sample['labels']) => boolean = () => true,
): number {
  return samples.reduce(
    (sum, sample) => (sample.name === name && isCounted(sample.labels) ? sum + sample.value : sum),
    0,
  );
}

/** A moment of traffic, per second. */
export interface Rate {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly requests: number;
  readonly failed: number;
  readonly predictions: number;
}

/** Counters at a moment. */
export interface Counters extends Rate {}

/** The counters of samples at a moment. */
export function countersOf(samples: readonly Sample[], at: number): Counters {
  return {
    at,
    requests: sumOf(samples, 'api_requests_total'),
    failed: sumOf(samples, 'api_requests_total', ({ status_code: status = '' }) => status.startsWith('5')),
    predictions: sumOf(samples, 'model_predictions_total'),
  };
}

/** What happened per second between two moments; a counter that fell began anew, as the server was started again. */
export function rateBetween(before: Counters, after: Counters): Rate {
  const seconds = Math.max(0.001, (after.at - before.at) / 1_000);
  const per = (name: 'requests' | 'failed' | 'predictions'): number =>
    (after[name] >= before[name] ? after[name] - before[name] : after[name]) / seconds;
  return { at: after.at, requests: per('requests'), failed: per('failed'), predictions: per('predictions') };
}
