import { TitansError } from '@titans/core';
import type { Experiment, Run, RunMetric, RunStatus } from '../lifecycle/tracking/tracker.js';

/** A value of a metric on the wire. */
export interface MlflowMetric {
  readonly key: string;
  readonly value: number | string;
  readonly timestamp: number;
  readonly step?: number;
}

/** A parameter or a tag. */
export interface MlflowPair {
  readonly key: string;
  readonly value?: string;
}

/** A run, as MLflow writes it. */
export interface MlflowRun {
  readonly info: {
    readonly lifecycle_stage?: string;
    readonly run_id: string;
    readonly run_name?: string;
    readonly experiment_id: string;
    readonly status: string;
    readonly start_time: number;
    readonly end_time?: number;
    readonly artifact_uri: string;
  };
  readonly data?: {
    readonly metrics?: readonly MlflowMetric[];
    readonly params?: readonly MlflowPair[];
    readonly tags?: readonly MlflowPair[];
  };
}

/** An experiment, as MLflow writes it. */
export interface MlflowExperiment {
  readonly experiment_id: string;
  readonly name: string;
  readonly creation_time?: number;
  readonly lifecycle_stage?: string;
}

/** What MLflow calls how runs stand. */
const statusNames: Readonly<Record<string, RunStatus>> = {
  RUNNING: 'running',
  SCHEDULED: 'running',
  FINISHED: 'finished',
  FAILED: 'failed',
  KILLED: 'killed',
};

/** A status of a later MLflow is of a run that goes on. */
export function runStatusOf(status: string): RunStatus {
  return statusNames[status] ?? 'running';
}

/** Tags that MLflow keeps for itself. */
const ownTag = /^mlflow\./;

/** Where files of a run are below the server's artifact store. */
export function artifactFolder(uri: string): string {
  const folder = /^mlflow-artifacts:(?:\/\/[^/]*)?\/+(.+)$/.exec(uri)?.[1];
  if (folder !== undefined) return folder;
  throw new TitansError(
    'API_ERROR',
    'The MLflow server keeps files where only its own host reaches them: start it so that it serves artifacts.',
    { details: { field: 'artifact_uri' } },
  );
}

export function experimentOf({ name, creation_time = 0 }: MlflowExperiment): Experiment {
  return Object.freeze({ name, createdAt: new Date(Number(creation_time)).toISOString() });
}

export function runFrom({ info, data = {} }: MlflowRun, experiment: string): Run {
  return Object.freeze({
    id: info.run_id,
    experiment,
    name: info.run_name ?? info.run_id.slice(0, 8),
    status: runStatusOf(info.status),
    startedAt: new Date(Number(info.start_time)).toISOString(),
    endedAt: info.end_time === undefined ? null : new Date(Number(info.end_time)).toISOString(),
    params: recordOf(data.params),
    metrics: (data.metrics ?? []).map(metricFrom).sort((a, b) => (a.name < b.name ? -1 : 1)),
    tags: recordOf(data.tags?.filter(({ key }) => !ownTag.test(key))),
  });
}

export function metricFrom({ key, value, timestamp, step = 0 }: MlflowMetric): RunMetric {
  return {
    name: key,
    value: Number(value),
    step: Number(step),
    at: new Date(Number(timestamp)).toISOString(),
  };
}

/** JSON has no word for what is not finite; MLflow takes these texts. */
export function writtenNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

export function pairsOf(record: Readonly<Record<string, string>>): readonly MlflowPair[] {
  return Object.entries(record).map(([key, value]) => ({ key, value }));
}

function recordOf(pairs: readonly MlflowPair[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(pairs.map(({ key, value = '' }) => [key, value]));
}
