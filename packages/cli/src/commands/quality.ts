import { writeFile } from 'node:fs/promises';
import type { PlainDate } from '@titans/core';
import { checkQuality, type QualityResult, qualityResultHtml } from '@titans/etl';
import type { CommandContext } from '../command-line/command-context.js';
import { type LoadedCommand, loadedCommand, type Outcome } from '../command-line/command-definition.js';
import type { View } from '../command-line/view.js';
import { expectedOf } from '../state/expected.js';
import { withState } from '../state/state.js';
import { pathFrom, readTransactions } from '../state/transactions.js';
import { count, counted, percent } from '../terminal/format.js';
import { textTable } from '../terminal/text-table.js';

/** What `titans quality` takes. */
export interface QualityOptions {
  readonly files?: readonly string[];
  readonly from?: PlainDate;
  readonly to?: PlainDate;
  readonly account?: string;
  readonly suite?: string;
  readonly html?: string;
}

/** Checks transactions. Ends with 3 where an expectation is not met, with 1 where one could not be decided. */
export async function checkTransactions(
  options: QualityOptions,
  context: CommandContext,
): Promise<Outcome<QualityResult>> {
  const suite = await expectedOf(options.suite, context);
  return withState(context, async (state) => {
    const document = checkQuality(await readTransactions(options, context, state), suite);
    if (options.html !== undefined) {
      await writeFile(pathFrom(context.cwd, options.html), qualityResultHtml(document));
      context.note(`Written to ${options.html}.`);
    }
    return { document, exitCode: ({ pass: 0, fail: 3, error: 1 } as const)[document.outcome] };
  });
}

/** Every expectation and how it came out. */
export function qualityText(
  { outcome, rows, expectations }: QualityResult,
  { colours, width }: View,
): string {
  const style = { pass: colours.good, fail: colours.bad, error: colours.warning } as const;
  const table = textTable(
    {
      header: ['', 'expectation', 'severity', 'looked at', 'unexpected', ''],
      rows: expectations.map((each) => [
        style[each.outcome](each.outcome),
        each.description ?? each.expectation,
        each.severity,
        count(each.evaluated),
        count(each.unexpected),
        each.unexpected === 0 ? '' : percent(each.fraction),
      ]),
      right: [3, 4, 5],
      width,
    },
    colours,
  );
  return `${table}\n\n${style[outcome](outcome)}  ${counted(rows, 'row')}, ${counted(expectations.length, 'expectation')}`;
}

/** `titans quality`. */
export const qualityCommand: LoadedCommand = loadedCommand(checkTransactions, qualityText);
