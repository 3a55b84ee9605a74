import type { WorkOptions } from '@titans/core';

/** Whether a run goes on, or how it ended. */
export const runStatuses = ['running', 'finished', 'failed', 'killed'] as const;
export type RunStatus = (typeof runStatuses)[number];

/** A collection of runs that answer the same question. */
export interface Experiment {
  /** 1 to 80 letters, digits and `. _ -`, a letter or digit first. */
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/** A value that was measured in a run. */
export interface RunMetric {
  readonly name: string;
  /** `NaN` and infinities come back as they were. */
  readonly value: number;
  /** Of an iteration; 0 unless told. */
  readonly step: number;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** A file that a run left. */
export interface RunFile {
  readonly path: string;
  readonly bytes: number;
}

/** What is known of a run. */
export interface Run {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly experiment: string;
  readonly name: string;
  readonly status: RunStatus;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** `null` while it runs. */
  readonly endedAt: string | null;
  readonly params: Readonly<Record<string, string>>;
  /** The last value of each metric, by name. */
  readonly metrics: readonly RunMetric[];
  readonly tags: Readonly<Record<string, string>>;
}

/** A part of a list. */
export interface RunPage<Item> {
  readonly items: readonly Item[];
  /** Gives the next page; `null` on the last. */
  readonly next: string | null;
}

/** Which part of a list. */
export interface RunPageOptions extends Pick<WorkOptions, 'signal'> {
  /** 1 to 1,000, 100 unless told. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/** How a run begins. */
export interface StartOptions extends Pick<WorkOptions, 'signal'> {
  /** For people; the first eight digits of its id unless told. 1 to 200 characters. */
  readonly name?: string;
  readonly params?: Readonly<Record<string, ParamValue>>;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What a parameter may be; it is kept as text. */
export type ParamValue = string | number | boolean;

/** How a metric is logged. */
export interface MetricOptions {
  /** A whole number; 0 unless told. */
  readonly step?: number;
}

/**
 * A run that is being written. Several processes may write one run. What is logged is there when the promise resolves.
 *
 * Methods throw `TitansError`: `INVALID_ARGUMENT` for a name or value that cannot be kept, `CONFLICT` for a parameter that
 * has another value already or a run that has ended, and what the store throws.
 */
export interface ActiveRun {
  readonly id: string;
  readonly experiment: string;
  /** A parameter is written once; the same value again is no error. Names up to 250, values up to 6,000 characters. */
  logParams(params: Readonly<Record<string, ParamValue>>): Promise<void>;
  logMetrics(metrics: Readonly<Record<string, number>>, options?: MetricOptions): Promise<void>;
  /** A tag may be written again. */
  setTags(tags: Readonly<Record<string, string>>): Promise<void>;
  /** @param path Of `a-z A-Z 0-9 . _ - /`, up to 100 characters. A file of that path is replaced. */
  logFile(path: string, bytes: Uint8Array): Promise<void>;
  /** Ends it; afterwards only tags may be written. */
  end(status?: Exclude<RunStatus, 'running'>): Promise<void>;
}

/**
 * Remembers how models came to be: experiments, their runs, and of each run its parameters, metrics, tags and files.
 *
 * Methods throw `TitansError`: `NOT_FOUND` for an experiment, run or file that there is not, `INVALID_ARGUMENT` for names
 * and options, and what the store throws.
 */
export interface Tracker {
  /** The experiment of that name, made if there is none. */
  experiment(name: string): Promise<Experiment>;
  /** In code point order of their names. */
  experiments(options?: RunPageOptions): Promise<RunPage<Experiment>>;
  /** Begins a run in an experiment, which is made if there is none. */
  start(experiment: string, options?: StartOptions): Promise<ActiveRun>;
  /** Goes on writing a run that another process began. */
  resume(runId: string): Promise<ActiveRun>;
  run(runId: string): Promise<Run>;
  /** Newest first. */
  runs(experiment: string, options?: RunPageOptions): Promise<RunPage<Run>>;
  /** Every value of a metric, in the order of steps and then of time. */
  metricHistory(runId: string, metric: string): Promise<readonly RunMetric[]>;
  files(runId: string): Promise<readonly RunFile[]>;
  file(runId: string, path: string): Promise<Uint8Array>;
}
