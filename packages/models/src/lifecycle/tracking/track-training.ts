import { memoryArtifactStore, sdkVersion, type Transaction, type TransactionTable } from '@titans/core';
import type { TrainedSuite } from '../../tasks/models.js';
import { type TrainOptions, train } from '../../train.js';
import type { ActiveRun, ParamValue, Run, Tracker } from './tracker.js';

/** What is remembered of a training beside what it is asked for. */
export interface TrackTrainingOptions extends TrainOptions {
  readonly tracker: Tracker;
  readonly experiment: string;
  readonly runName?: string;
  /** The version of the program that trains, for example a commit. */
  readonly codeVersion?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A trained suite with the run that remembers how it came to be. */
export interface TrackedTraining {
  readonly suite: TrainedSuite;
  /** `null` where the tracker failed once the training was done. */
  readonly run: Run | null;
  /** Why there is no run, or `null`. A training is not thrown away because it could not be written down. */
  readonly trackingError: unknown;
}

/**
 * Trains as `train` does and remembers it as a run: options as parameters, what was measured as metrics named
 * `<task>.<metric>`, fingerprint of the data, versions, environment and duration as tags, and the artifacts and model cards
 * as files. A training that fails or is cancelled leaves a run that says so. A tracker that fails afterwards takes nothing of
 * what was trained.
 *
 * @throws TitansError what `train` throws, and the tracker before the training begins.
 * @example
 * ```ts
 * import { extract } from '@titans/etl';
 * import { fileTracker, trackTraining } from '@titans/models/lifecycle';
 *
 * const { transactions } = await extract('statement.csv').table();
 * const { suite, run } = await trackTraining(transactions, {
 *   tracker: fileTracker('./tracking'),
 *   experiment: 'nightly',
 *   seed: 42,
 * });
 * console.log(run?.metrics, suite.tasks);
 * ```
 */
export async function trackTraining(
  transactions: TransactionTable | Iterable<Transaction>,
  { tracker, experiment, runName, codeVersion, tags = {}, ...options }: TrackTrainingOptions,
): Promise<TrackedTraining> {
  const run = await tracker.start(experiment, {
    params: paramsOf(options),
    tags: {
      ...tags,
      'titans.sdk_version': sdkVersion,
      'titans.environment': environmentText(),
      ...(codeVersion === undefined ? {} : { 'titans.code_version': codeVersion }),
    },
    ...(runName === undefined ? {} : { name: runName }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const started = performance.now();
  let suite: TrainedSuite;
  try {
    suite = await train(transactions, options);
  } catch (error) {
    // What is told is why there are no models, also where that cannot be written down.
    await run.end(options.signal?.aborted ? 'killed' : 'failed').catch(() => {});
    throw error;
  }
  try {
    await record(run, suite, (performance.now() - started) / 1_000);
    await run.end();
    return { suite, run: await tracker.run(run.id), trackingError: null };
  } catch (trackingError) {
    await run.end('failed').catch(() => {});
    return { suite, run: null, trackingError };
  }
}

/** Writes down what came of a training. */
async function record(run: ActiveRun, suite: TrainedSuite, durationSeconds: number): Promise<void> {
  const figures = suite.report.rows().map(({ task, metric, value }) => [`${task}.${metric}`, value]);
  await run.logMetrics({ ...Object.fromEntries(figures), duration_seconds: durationSeconds });
  await run.setTags({
    'titans.data_fingerprint': suite.report.dataFingerprint,
    'titans.tasks': suite.tasks.join(','),
    ...Object.fromEntries(suite.tasks.map((task) => [`titans.model.${task}`, suite[task].version])),
  });
  const store = memoryArtifactStore();
  await suite.save(store);
  for (const name of await store.list()) await run.logFile(`suite/${name}`, await store.get(name));
  for (const task of suite.tasks) {
    await run.logFile(`cards/${task}.json`, new TextEncoder().encode(JSON.stringify(suite.card(task))));
  }
}

/** Options that are plain values, with dots for those within others. */
function paramsOf(options: object, prefix = ''): Record<string, ParamValue> {
  const params: Record<string, ParamValue> = {};
  for (const [name, value] of Object.entries(options)) {
    if (['string', 'number', 'boolean'].includes(typeof value)) params[prefix + name] = value as ParamValue;
    else if (Array.isArray(value) && value.every((item) => typeof item === 'string')) {
      params[prefix + name] = value.join(',').slice(0, 6_000);
    } else if (
      typeof value === 'object' &&
      value !== null &&
      Object.getPrototypeOf(value) === Object.prototype
    ) {
      Object.assign(params, paramsOf(value, `${prefix}${name}.`));
    }
  }
  return params;
}

interface Runtime {
  readonly process?: Pick<NodeJS.Process, 'versions' | 'platform' | 'arch'>;
  readonly navigator?: { readonly userAgent: string };
}

function environmentText(): string {
  const { process: node, navigator } = globalThis as Runtime;
  return node === undefined
    ? (navigator?.userAgent ?? 'unknown')
    : `Node ${node.versions.node}, ${node.platform} ${node.arch}`;
}
