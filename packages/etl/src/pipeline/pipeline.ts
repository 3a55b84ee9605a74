import type { Extraction } from '../extract/extraction.js';
import type { Loader } from '../load/loader.js';
import { type Expected, expectationsOf } from '../quality/check-quality.js';
import { requireKnownOptions, requireMethod } from '../validation/arguments.js';
import type { PipelineReport } from './report.js';
import { runPipeline } from './run.js';
import type { RunOptions } from './run-options.js';
import type { Transformer } from './transformer.js';

/** The stages of a pipeline. */
export interface PipelineStages {
  /** Appears in reports, the ledger of runs and lineage; `"transactions"` unless told. */
  readonly name?: string;
  /** Names where the pipeline runs, for lineage; `"titans"` unless told. */
  readonly namespace?: string;
  readonly extract: Extraction;
  /** Applied in order. */
  readonly transform?: Transformer | readonly Transformer[];
  /** What is expected of the transformed rows; nothing unless told. */
  readonly expect?: Expected;
  readonly load: Loader;
  /** Milliseconds since 1970, for reports and freshness; the system clock unless told. */
  readonly now?: () => number;
}

/** Stages put together, to be run as often as wished. */
export interface Pipeline {
  /** As it appears in reports. */
  readonly name: string;
  /**
   * Streams every row through the stages, one batch at a time, and loads all of them or none, or each source or none
   * of it.
   *
   * @throws TitansError what the stages throw; `INVALID_ARGUMENT` for a wrong option; `EXPECTATION_FAILED` or
   * `EXPECTATION_ERROR` where an expectation of severity `fail` was not met or could not be decided; `INTERNAL` if a
   * row were lost; `ABORTED`. Nothing is loaded then, but the sources that `details.report` counts as loaded where each
   * is loaded alone; where `details.report.status` is `"succeeded"`, the rows are loaded, but the run could not be
   * recorded.
   */
  run(options?: RunOptions): Promise<PipelineReport>;
}

const stageNames: readonly (keyof PipelineStages)[] = [
  'name',
  'namespace',
  'extract',
  'transform',
  'expect',
  'load',
  'now',
];

/**
 * Puts stages together.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a stage that is none, or has another name; `CONFIG_INVALID` if a suite is
 * not valid.
 * @example
 * ```ts
 * import { expectations, extract, openWarehouse, pipeline } from '@titans/etl';
 *
 * const warehouse = await openWarehouse('./titans-data');
 * const report = await pipeline({
 *   extract: extract('exports/*.csv'),
 *   expect: expectations.transactions(),
 *   load: warehouse.loader(),
 * }).run({ mode: 'incremental' });
 * console.log(report.rows);
 * await warehouse.close();
 * ```
 */
export function pipeline(stages: PipelineStages): Pipeline {
  requireKnownOptions(stages, stageNames, 'pipeline');
  requireMethod(stages.extract, 'batches', 'extract', '"extract" must be what extract() gives');
  requireMethod(stages.load, 'load', 'load', '"load" must be a loader, such as warehouse.loader() gives');
  const { name = 'transactions', namespace = 'titans', extract, load, now = Date.now } = stages;
  const transform = [stages.transform ?? []].flat() as readonly Transformer[];
  for (const each of transform) {
    requireMethod(
      each,
      'transform',
      'transform',
      '"transform" must be transformers, such as deduplicate() gives',
    );
  }
  const expected = stages.expect === undefined ? null : expectationsOf(stages.expect, { now });
  return Object.freeze({
    name,
    // Whoever writes plain JavaScript may pass null for nothing.
    run: (options?: RunOptions) =>
      runPipeline({ name, namespace, extract, transform, expected, load, now }, options ?? {}),
  });
}
