import { type PlainDate, TitansError } from '@titans/core';
import {
  extract,
  type Pipeline,
  type PipelineReport,
  pipeline,
  type RunOptions,
  type Warehouse,
} from '@titans/etl';
import type { CommandContext } from '../command-line/command-context.js';
import { type LoadedCommand, loadedCommand, type Outcome } from '../command-line/command-definition.js';
import type { View } from '../command-line/view.js';
import { expectedOf } from '../state/expected.js';
import { matchingFiles } from '../state/matching-files.js';
import { withState } from '../state/state.js';
import { importSettings, pathFrom } from '../state/transactions.js';
import { count, counted, duration, plain } from '../terminal/format.js';
import { textFacts } from '../terminal/text-table.js';
import { watchFiles } from '../watching/watch-files.js';
import { earlierReading, isReadOtherwise } from './import/earlier-reading.js';

/** What `titans pipeline run` takes. */
export interface PipelineRunOptions {
  readonly files?: readonly string[];
  readonly mode: 'full' | 'incremental';
  readonly dryRun?: boolean;
  readonly watch?: boolean;
  readonly since?: PlainDate;
  readonly until?: PlainDate;
}

/** What `titans pipeline run --json` prints; with `--watch` a line of it for each run. */
export interface PipelineRunDocument {
  /** One report for each file or pattern. Of a run that watches, those of the last time. */
  readonly reports: readonly PipelineReport[];
}

/**
 * Runs the pipeline over files or the sources of the configuration.
 *
 * @throws TitansError `INVALID_ARGUMENT` where there are none, and what the pipeline throws.
 */
export async function runPipelines(
  options: PipelineRunOptions,
  context: CommandContext,
): Promise<Outcome<PipelineRunDocument>> {
  const sources = options.files?.length ? options.files : (context.settings.file.sources ?? []);
  if (sources.length === 0) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      'There is nothing to read: name files, such as "exports/*.csv", or "sources" in titans.config.json.',
      { details: { field: 'files' } },
    );
  }
  const expect = await expectedOf(undefined, context);
  return withState(context, async (state) => {
    // A pattern that matches nothing is told before a database is made.
    if (options.watch !== true) await matchingFiles(sources, context);
    const warehouse = await state.warehouse({ create: true, isDry: options.dryRun === true });
    const pipelineOf = (source: string): Pipeline =>
      pipeline({
        name: context.settings.model,
        extract: extract(pathFrom(context.cwd, source), {
          ...importSettings(context),
          onUnreadable: 'report',
        }),
        expect,
        load: warehouse.loader(),
      });
    const pipelines = sources.map(pipelineOf);
    if (options.mode === 'full' && options.dryRun !== true && options.watch !== true) {
      for (const file of await matchingFiles(sources, context))
        await requireSameReading(file, pipelineOf(file), warehouse, context);
    }
    if (options.watch === true) {
      // Whatever changes while the first run goes on is not missed.
      const changes = await watchFiles(
        sources.map((source) => pathFrom(context.cwd, source)),
        context.signal,
      );
      return { document: await runAgain(pipelines, changes, options, context), isPrinted: true };
    }
    const document = await runAll(pipelines, options, context);
    return { document, exitCode: document.reports.some(isIncomplete) ? 1 : 0 };
  });
}

/**
 * A file that is read otherwise than before would be there twice, once as it was understood then. Nothing is loaded then.
 *
 * @throws TitansError `CONFLICT`.
 */
async function requireSameReading(
  file: string,
  job: Pipeline,
  warehouse: Warehouse,
  { signal }: CommandContext,
): Promise<void> {
  const earlier = await earlierReading(file, warehouse);
  if (earlier === null) return;
  const { rows } = await job.run({ mode: 'full', dryRun: true, signal });
  if (!isReadOtherwise(earlier, rows)) return;
  const there = counted(earlier.rows - rows.updated - rows.unchanged, 'row');
  throw new TitansError(
    'CONFLICT',
    `${plain(file)} was loaded before, and is read otherwise now: ${there} would be there twice, as read then and as read now. ` +
      'Nothing was loaded. "titans import" replaces what was read before.',
    { details: { file } },
  );
}

async function runAll(
  pipelines: readonly Pipeline[],
  { mode, dryRun = false, since, until }: PipelineRunOptions,
  { signal, onProgress }: CommandContext,
): Promise<PipelineRunDocument> {
  const run: RunOptions = {
    mode,
    dryRun,
    signal,
    onProgress,
    ...(since === undefined ? {} : { from: since }),
    ...(until === undefined ? {} : { to: until }),
  };
  const reports: PipelineReport[] = [];
  for (const each of pipelines) reports.push(await each.run(run));
  return { reports };
}

/** Runs, and again whenever files change; a later run that fails is told, and the next one takes place nevertheless. */
async function runAgain(
  pipelines: readonly Pipeline[],
  changes: AsyncIterable<string>,
  options: PipelineRunOptions,
  context: CommandContext,
): Promise<PipelineRunDocument> {
  let last = await runAll(pipelines, options, context);
  context.print(last, pipelineText(last, context.view));
  context.note('Watching. Ctrl-C stops.');
  for await (const _ of changes) {
    try {
      last = await runAll(pipelines, options, context);
      context.print(last, pipelineText(last, context.view));
    } catch (error) {
      if (context.signal.aborted) break;
      context.note(`The run failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return last;
}

/** Whether a file could not be read, or an expectation not be decided. What was read has been loaded nevertheless. */
function isIncomplete({ quality, unreadableSources }: PipelineReport): boolean {
  return unreadableSources.length > 0 || quality?.outcome === 'error';
}

/** What the runs did. */
export function pipelineText({ reports }: PipelineRunDocument, view: View): string {
  return reports.map((report) => reportText(report, view)).join('\n\n');
}

function reportText(report: PipelineReport, { colours }: View): string {
  const { rows, sources, skippedSources, unreadableSources, quality, durationMs, dryRun, mode } = report;
  const unmet = quality?.expectations.filter(({ outcome }) => outcome !== 'pass') ?? [];
  return textFacts(
    [
      [
        'run',
        `${mode}${dryRun ? colours.warning(', dry: nothing was loaded') : ''}, ${duration(durationMs.total / 1_000)}`,
      ],
      ['sources', `${count(sources.length)} read, ${count(skippedSources.length)} known already`],
      [
        'rows',
        `${count(rows.in)} in = ${count(rows.loaded)} loaded + ${count(rows.updated)} updated + ${count(rows.unchanged)} unchanged + ${count(rows.quarantined)} quarantined`,
      ],
      ...unreadableSources.map(({ name, code, message }): [string, string] => [
        'unreadable',
        colours.bad(`${plain(name)}: ${code}: ${plain(message)}`),
      ]),
      ...(unmet.length === 0
        ? []
        : [
            [
              'quality',
              colours.warning(`${counted(unmet.length, 'expectation')} not met; titans quality shows them`),
            ] as const,
          ]),
    ],
    colours,
  );
}

/** `titans pipeline run`. */
export const pipelineRunCommand: LoadedCommand = loadedCommand(runPipelines, pipelineText);
