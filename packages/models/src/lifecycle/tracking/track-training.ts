import { memoryArtifactStore, sdkVersion, type Transaction, type TransactionTable } from '@titans/core';
import { modelCardHtml } from '../../suite/model-card-html.js';
import { modelCardMarkdown } from '../../suite/model-card-markdown.js';
import { type MeasuredTraining, trainSuite } from '../../suite/train-suite.js';
import type { TrainedSuite } from '../../tasks/models.js';
import type { TrainOptions } from '../../train.js';
import { logLosses } from './compare-runs.js';
import type { ActiveRun, ParamValue, Run, Tracker } from './tracker.js';
import { trainingTags } from './training-tags.js';

/** What is remembered of a training beside what it is asked for. */
export interface TrackTrainingOptions extends TrainOptions {
  readonly tracker: Tracker;
  readonly experiment: string;
  readonly runName?: string;
  /** The version of the program that trains, for example a commit. */
  readonly codeVersion?: string;
  /** Where the transactions come from, for those who read the run. */
  readonly source?: string;
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
 * as files. The losses of the rows that were measured on are kept beside them, so that {@link compareRuns} can pair two
 * trainings on the same data: of categories and amounts, whose rows each have one; scores have none without labels, and
 * days of a cash flow depend on one another. A training that fails or is cancelled leaves a run that says so. A tracker that fails afterwards takes nothing of
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
  { tracker, experiment, runName, codeVersion, source, tags = {}, ...options }: TrackTrainingOptions,
): Promise<TrackedTraining> {
  const run = await tracker.start(experiment, {
    params: paramsOf(options),
    tags: {
      ...tags,
      [trainingTags.sdkVersion]: sdkVersion,
      [trainingTags.environment]: environmentText(),
      ...(codeVersion === undefined ? {} : { [trainingTags.codeVersion]: codeVersion }),
      ...(source === undefined ? {} : { [trainingTags.source]: source }),
    },
    ...(runName === undefined ? {} : { name: runName }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const started = performance.now();
  let training: MeasuredTraining;
  try {
    training = await trainSuite(transactions, options);
  } catch (error) {
    // What is told is why there are no models, also where that cannot be written down.
    await run.end(options.signal?.aborted ? 'killed' : 'failed').catch(() => {});
    throw error;
  }
  const { suite } = training;
  try {
    await record(run, training, (performance.now() - started) / 1_000);
    await run.end();
    return { suite, run: await tracker.run(run.id), trackingError: null };
  } catch (trackingError) {
    await run.end('failed').catch(() => {});
    return { suite, run: null, trackingError };
  }
}

/** Writes down what came of a training. */
async function record(
  run: ActiveRun,
  { suite, heldOut }: MeasuredTraining,
  durationSeconds: number,
): Promise<void> {
  const figures = suite.report.rows().map(({ task, metric, value }) => [`${task}.${metric}`, value]);
  await run.logMetrics({ ...Object.fromEntries(figures), duration_seconds: durationSeconds });
  await run.setTags({
    [trainingTags.dataFingerprint]: suite.report.dataFingerprint,
    [trainingTags.rows]: String(suite.report.training?.data.rows),
    [trainingTags.tasks]: suite.tasks.join(','),
    ...Object.fromEntries(suite.tasks.map((task) => [trainingTags.model + task, suite[task].version])),
  });
  const store = memoryArtifactStore();
  await suite.save(store);
  for (const name of await store.list()) await run.logFile(`suite/${name}`, await store.get(name));
  const write = (path: string, text: string): Promise<void> =>
    run.logFile(path, new TextEncoder().encode(text));
  for (const task of suite.tasks) {
    const card = suite.card(task);
    await write(`cards/${task}.json`, JSON.stringify(card));
    await write(`cards/${task}.md`, modelCardMarkdown(card));
    await write(`cards/${task}.html`, modelCardHtml(card));
  }
  for (const { task, rows, losses } of heldOut) {
    // The same rows are those of the same data, too.
    const named = `${suite.report.dataFingerprint} ${task} ${rows}`;
    for (const [metric, values] of Object.entries(losses))
      await logLosses(run, { metric: `${task}.${metric}`, rows: named, losses: values });
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
