import { fromEpochDay, type PlainDate, type TransactionTable } from '@titans/core';
import type { TaskName } from '@titans/models';
import { type ModelVersion, trackTraining } from '@titans/models/lifecycle';
import type { CommandContext } from '../command-line/command-context.js';
import { type LoadedCommand, loadedCommand, type Outcome } from '../command-line/command-definition.js';
import type { View } from '../command-line/view.js';
import { withState } from '../state/state.js';
import { readTransactions } from '../state/transactions.js';
import { userName } from '../state/user-name.js';
import { championOf, trainedThroughTag } from '../state/versions.js';
import { count, counted, duration, figure } from '../terminal/format.js';
import { textTable } from '../terminal/text-table.js';

/** What `titans train` takes. */
export interface TrainCommandOptions {
  readonly files?: readonly string[];
  readonly task?: readonly TaskName[];
  readonly seed?: number;
  readonly budget?: 'standard' | 'quick';
  readonly promote?: boolean;
  readonly from?: PlainDate;
  readonly to?: PlainDate;
}

/** What `titans train --json` prints. */
export interface TrainDocument {
  /** Number of the version that was registered. */
  readonly version: number;
  /** That version as the registry has it. */
  readonly registered: ModelVersion;
  /** Id of the run that remembers how it came to be; `null` where that could not be written down. */
  readonly runId: string | null;
  readonly seed: number;
  readonly rows: number;
  /** Tasks that the data do not permit, and why. */
  readonly skipped: readonly { readonly task: TaskName; readonly reason: string }[];
  readonly seconds: number;
}

const defaultSeed = 42;

/**
 * Trains on files or the warehouse and registers the version. The first one becomes the champion, later ones the challenger,
 * unless they are to be promoted at once.
 */
export async function trainModels(
  options: TrainCommandOptions,
  context: CommandContext,
): Promise<Outcome<TrainDocument>> {
  const { settings, signal, onProgress } = context;
  const tasks = options.task ?? settings.file.train?.tasks;
  const seed = options.seed ?? settings.file.train?.seed ?? defaultSeed;
  const started = performance.now();
  return withState(context, async (state) => {
    const transactions = await readTransactions(options, context, state);
    const { suite, run, trackingError } = await trackTraining(transactions, {
      tracker: await state.tracker(),
      experiment: settings.model,
      seed,
      signal,
      onProgress,
      ...(tasks === undefined ? {} : { tasks }),
      ...(options.budget === undefined ? {} : { budget: options.budget }),
    });
    if (trackingError !== null) context.note(`The run could not be written down: ${String(trackingError)}`);
    const registry = await state.registry();
    const by = userName();
    const lastDay = lastDayOf(transactions);
    const registered = await registry.register(settings.model, suite, {
      by,
      tags: { ...(lastDay === null ? {} : { [trainedThroughTag]: lastDay }), 'titans.seed': String(seed) },
      signal,
    });
    const champion = await championOf(registry, settings.model, signal);
    const isPromoted = options.promote === true || champion === null;
    if (isPromoted) {
      const reason = champion === null ? 'the first version' : 'promoted by titans train --promote';
      await registry.promote(settings.model, registered.id, { by, reason, signal });
    } else if (champion.id !== registered.id) {
      await registry.setAlias(settings.model, 'challenger', registered.id, {
        by,
        reason: 'trained by titans train',
        signal,
      });
    }
    return {
      document: {
        version: registered.number,
        registered: await registry.resolve(settings.model, registered.id, { signal }),
        runId: run?.id ?? null,
        seed,
        rows: transactions.length,
        skipped: suite.report.skipped,
        seconds: (performance.now() - started) / 1_000,
      },
    };
  });
}

function lastDayOf({ columns }: TransactionTable): PlainDate | null {
  const last = columns.date.reduce((latest, day) => Math.max(latest, day), Number.NEGATIVE_INFINITY);
  return Number.isFinite(last) ? fromEpochDay(last) : null;
}

/** What was measured, what was left out, and what the version is now. */
export function trainText(document: TrainDocument, { colours, width }: View): string {
  const { version, registered, rows, skipped, seconds } = document;
  const table = textTable(
    {
      header: ['task', 'measure', 'value', 'rows', 'measured on'],
      rows: registered.metrics.map(({ task, metric, value, n, method }) => [
        task,
        metric,
        figure(value),
        count(n),
        method,
      ]),
      right: [2, 3],
      width,
    },
    colours,
  );
  const isChampion = registered.aliases.includes('champion');
  const place = isChampion
    ? `${colours.good('champion')}: it answers. Next: titans predict "…" --amount -10, titans serve`
    : `challenger. To let it answer: titans models promote ${version}`;
  return [
    table,
    '',
    ...skipped.map(({ task, reason }) => colours.warning(`${task} was left out: ${reason}`)),
    `Version ${version} of ${counted(rows, 'row')} in ${duration(seconds)}, ${place}`,
  ].join('\n');
}

/** `titans train`. */
export const trainCommand: LoadedCommand = loadedCommand(trainModels, trainText);
