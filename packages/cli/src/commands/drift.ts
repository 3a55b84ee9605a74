import { writeFile } from 'node:fs/promises';
import { addDays, type PlainDate, parsePlainDate, TitansError } from '@titans/core';
import { type DriftResult, detectDrift, type Sketch, sketch } from '@titans/models/drift';
import type { ModelVersion } from '@titans/models/lifecycle';
import type { CommandContext } from '../command-line/command-context.js';
import { type LoadedCommand, loadedCommand, type Outcome } from '../command-line/command-definition.js';
import type { View } from '../command-line/view.js';
import { type State, withState } from '../state/state.js';
import { pathFrom, readTransactions } from '../state/transactions.js';
import { loadVersion, resolveVersion, trainedThroughTag } from '../state/versions.js';
import { count, counted, figure } from '../terminal/format.js';
import { textTable } from '../terminal/text-table.js';

/** What `titans drift` takes. */
export interface DriftCommandOptions {
  readonly files?: readonly string[];
  readonly from?: PlainDate;
  readonly to?: PlainDate;
  readonly referenceFrom?: PlainDate;
  readonly referenceTo?: PlainDate;
  readonly level?: number;
  readonly html?: string;
  readonly modelVersion?: string;
}

/** What `titans drift --json` prints. */
export interface DriftDocument
  extends Omit<DriftResult, 'toJSON' | 'toHtml' | 'text' | 'referenceRows' | 'currentRows'> {
  /** What the rows were compared with: the number of a version, or days of the warehouse. */
  readonly reference:
    | { readonly version: number; readonly rows: number }
    | { readonly from: PlainDate | null; readonly to: PlainDate | null; readonly rows: number };
  readonly current: { readonly rows: number };
}

/**
 * Compares transactions with those that a version learned from, or with other days. Ends with 3 where they differ.
 *
 * @throws TitansError `NOT_FOUND` without models, or for a version of which no sketch was kept; `DATA_INSUFFICIENT` where
 * there is nothing to compare.
 */
export async function compareTransactions(
  options: DriftCommandOptions,
  context: CommandContext,
): Promise<Outcome<DriftDocument>> {
  const { files, to, referenceFrom, referenceTo, level } = options;
  return withState(context, async (state) => {
    const isOfDays = referenceFrom !== undefined || referenceTo !== undefined;
    const version = isOfDays ? null : await resolveVersion(state, context, options.modelVersion);
    const reference =
      version === null
        ? sketch(await readTransactions({ from: referenceFrom, to: referenceTo }, context, state))
        : await referenceOf(version, context, state);
    const isOfWarehouse = files === undefined || files.length === 0;
    const from = options.from ?? (version === null || !isOfWarehouse ? undefined : dayAfterTraining(version));
    const current = sketch(await readTransactions({ files, from, to }, context, state));
    if (current.rows === 0) {
      throw new TitansError(
        'DATA_INSUFFICIENT',
        `There are no transactions to compare${from === undefined ? '' : ` from ${from} on`}: name a file, or days with --from.`,
      );
    }
    const result = detectDrift(reference, current, level === undefined ? {} : { level });
    if (options.html !== undefined) {
      await writeFile(pathFrom(context.cwd, options.html), result.toHtml());
      context.note(`Written to ${options.html}.`);
    }
    return {
      document: {
        ...plainResult(result),
        reference:
          version === null
            ? { from: referenceFrom ?? null, to: referenceTo ?? null, rows: reference.rows }
            : { version: version.number, rows: reference.rows },
        current: { rows: current.rows },
      },
      exitCode: result.driftDetected ? 3 : 0,
    };
  });
}

/** The result without what renders it: one of these would take the place of the whole document as JSON. */
function plainResult(result: DriftResult): Omit<DriftDocument, 'reference' | 'current'> {
  const { state, driftDetected, driftScore, pValue, level, features, schema, summary } = result;
  return { state, driftDetected, driftScore, pValue, level, features, schema, summary };
}

/** What a version learned from, as it is kept with its models. */
async function referenceOf(version: ModelVersion, context: CommandContext, state: State): Promise<Sketch> {
  const { suite } = await loadVersion(state, context, version.id);
  if (suite.reference !== null) return suite.reference.transactions;
  throw new TitansError(
    'NOT_FOUND',
    `Version ${version.number} was saved without a sketch of what it learned from. Train anew, or compare days: --reference-from and --reference-to.`,
  );
}

function dayAfterTraining({ tags }: ModelVersion): PlainDate | undefined {
  const last = tags[trainedThroughTag];
  return last === undefined ? undefined : addDays(parsePlainDate(last), 1);
}

/** Every column and whether it has changed. */
export function driftText(document: DriftDocument, { colours, width }: View): string {
  const { features, driftDetected, reference, current, pValue } = document;
  const style = { drift: colours.bad, 'no-drift': colours.good, insufficient: colours.warning } as const;
  const table = textTable(
    {
      header: ['column', '', 'test', 'effect', 'p', 'q', 'rows'],
      rows: features.map((each) => [
        each.feature,
        style[each.state](each.state),
        each.test ?? '',
        figure(each.effect),
        figure(each.pValue),
        figure(each.qValue),
        count(each.n),
      ]),
      right: [3, 4, 5, 6],
      width,
    },
    colours,
  );
  const what = 'version' in reference ? `version ${reference.version}` : 'the days of reference';
  const verdict = driftDetected
    ? colours.bad('The transactions have changed.')
    : pValue === null
      ? colours.warning('There are too few rows to tell.')
      : colours.good('No drift was found.');
  return `${table}\n\n${verdict} ${counted(current.rows, 'row')} compared with ${count(reference.rows)} of ${what}.`;
}

/** `titans drift`. */
export const driftCommand: LoadedCommand = loadedCommand(compareTransactions, driftText);
