import { type JsonValue, TitansError } from '@titans/core';
import { type Run, type RunMetric, type RunStatus, runStatuses } from './tracker.js';

/** What is written at once to a run. */
export interface RunEvent {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Tells one attempt to write from another. */
  readonly nonce: string;
  /** In the first event alone. */
  readonly name?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly metrics?: readonly { readonly name: string; readonly value: number; readonly step: number }[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly status?: RunStatus;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** JSON has no word for these numbers; MLflow writes them as these texts, too. */
const namedNumbers: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

/** The event as it is stored. */
export function writeEvent({ metrics, ...event }: RunEvent): Uint8Array {
  const written =
    metrics === undefined
      ? event
      : {
          ...event,
          metrics: metrics.map(({ value, ...metric }) => ({
            ...metric,
            value: Number.isFinite(value) ? value : String(value),
          })),
        };
  return encoder.encode(JSON.stringify(written));
}

/** @throws TitansError `ARTIFACT_CORRUPT` for what was not written by {@link writeEvent}. */
export function readEvent(bytes: Uint8Array, place: string): RunEvent {
  try {
    const { metrics, ...event } = JSON.parse(decoder.decode(bytes)) as Record<string, JsonValue>;
    if (typeof event.at !== 'string') throw new TypeError('the time is missing');
    if (event.status !== undefined && !runStatuses.includes(event.status as RunStatus)) {
      throw new TypeError('the status is unknown');
    }
    const list = metrics as readonly { name: string; value: number | string; step: number }[] | undefined;
    return {
      ...(event as Record<string, never> & { at: string; nonce: string }),
      ...(list === undefined
        ? {}
        : {
            metrics: list.map(({ value, ...metric }) => ({
              ...metric,
              value: typeof value === 'string' ? (namedNumbers[value] as number) : value,
            })),
          }),
    };
  } catch (cause) {
    throw new TitansError('ARTIFACT_CORRUPT', 'An entry of a run cannot be read.', {
      details: { source: place },
      cause,
    });
  }
}

/** The run as all its events make it. */
export function runOf(id: string, experiment: string, events: readonly RunEvent[]): Run {
  const first = events[0] as RunEvent;
  const params: Record<string, string> = {};
  const tags: Record<string, string> = {};
  const metrics = new Map<string, RunMetric>();
  let status: RunStatus = 'running';
  let endedAt: string | null = null;
  for (const event of events) {
    Object.assign(params, event.params);
    Object.assign(tags, event.tags);
    for (const metric of event.metrics ?? []) {
      const last = metrics.get(metric.name);
      if (last === undefined || metric.step >= last.step)
        metrics.set(metric.name, { ...metric, at: event.at });
    }
    if (event.status !== undefined) {
      status = event.status;
      endedAt = status === 'running' ? null : event.at;
    }
  }
  return Object.freeze({
    id,
    experiment,
    name: first.name ?? id.slice(0, 8),
    status,
    startedAt: first.at,
    endedAt,
    params: Object.freeze(params),
    metrics: Object.freeze([...metrics.values()].sort((a, b) => (a.name < b.name ? -1 : 1))),
    tags: Object.freeze(tags),
  });
}

/** Every value of a metric, by step and then by time. */
export function historyOf(metric: string, events: readonly RunEvent[]): readonly RunMetric[] {
  return Object.freeze(
    events
      .flatMap(({ at, metrics = [] }) => metrics.map((one) => ({ ...one, at })))
      .filter(({ name }) => name === metric)
      .sort((a, b) => a.step - b.step),
  );
}
