import { isTitansError, type WorkOptions } from '@titans/core';
import type { TrainedSuite } from '../../../tasks/models.js';
import type { ModelVersion } from '../../registry/registry.js';
import type { RetrainingTrigger } from './trigger.js';

/** Which version is asked about. */
export interface DegradationCheck extends Pick<WorkOptions, 'signal'> {
  /** Name of the model in the registry. */
  readonly model: string;
  /** The version that answers now. */
  readonly champion: ModelVersion;
  /** The version itself. */
  suite(): Promise<TrainedSuite>;
  /** Since when it is champion, where a run made it that and it is watched; ISO 8601, UTC. `null` elsewhere. */
  readonly since: string | null;
}

/** Whether the version does worse than it did when it was trained. */
export interface DegradationVerdict {
  readonly degraded: boolean;
  /** What was seen, for people. */
  readonly reason: string;
}

/** The part of a `PerformanceMonitor` that is asked, by task and version of the task's model. */
export interface MonitoredPerformance {
  summary(
    task: string,
    version?: string,
  ): Promise<{
    readonly state: string;
    readonly tests: readonly { readonly metric: string; readonly state: string; readonly pValue: number }[];
  }>;
}

/** Whoever watches live answers: a performance monitor, or a function of one's own. */
export type DegradationSource =
  | MonitoredPerformance
  | ((check: DegradationCheck) => DegradationVerdict | Promise<DegradationVerdict>);

/** Trains where the champion does worse than it did. */
export function degradationTrigger(source: DegradationSource): RetrainingTrigger {
  return {
    name: 'degradation',
    async check({ model, champion, suite, signal }) {
      if (champion === null) return { due: false, reason: 'there is no champion to have become worse' };
      const check = { model, champion, suite, since: null, ...(signal && { signal }) };
      const { degraded, reason } = await degradationOf(source, check);
      return { due: degraded, reason };
    },
  };
}

/** Asks whoever watches. Versions that a monitor does not watch are not said to be worse. */
export async function degradationOf(
  source: DegradationSource,
  check: DegradationCheck,
): Promise<DegradationVerdict> {
  if (typeof source === 'function') return source(check);
  const suite = await check.suite();
  const watched: string[] = [];
  for (const task of suite.tasks) {
    const { version } = suite[task];
    const summary = await source.summary(task, version).catch((error: unknown) => {
      if (isTitansError(error, 'NOT_FOUND')) return null;
      throw error;
    });
    if (summary === null) continue;
    watched.push(task);
    if (summary.state !== 'degraded') continue;
    const worse = summary.tests.filter(({ state }) => state === 'degraded');
    const which = worse.map(({ metric, pValue }) => `${metric} (p ${pValue.toPrecision(2)})`).join(', ');
    return { degraded: true, reason: `${version} does worse than in training: ${which}` };
  }
  const reason = watched.length === 0 ? 'the champion is not monitored' : `${watched.join(', ')} as expected`;
  return { degraded: false, reason };
}
