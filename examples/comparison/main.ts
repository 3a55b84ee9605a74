/**
 * Boosting, a forest, ridge regression and a forest of another library predict the amounts of the expenses in
 * `examples/data`: the same folds and held-out days for all, intervals, tests, importances, costs, and a budget of 20
 * seconds for each. Prints tables and writes the comparison as JSON and as a page.
 *
 * `npm run example:compare`
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isTitansError } from '@titans/core';
import { writeFileAtomic } from '@titans/core/files';
import { extract } from '@titans/etl';
import { comparisonHtml, comparisonText } from '@titans/models/selection';
import { amountsOfExpenses } from './amounts-of-expenses.js';
import { compareAmounts } from './compare-amounts.js';

const statement = fileURLToPath(new URL('../data/titans-transactions.csv', import.meta.url));
const output = 'titans-comparison';

async function main(): Promise<void> {
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const { transactions } = await extract(statement).table();
  const { comparison } = await compareAmounts(amountsOfExpenses(transactions), {
    budgetMs: 20_000,
    signal: stopping.signal,
  });
  print(comparisonText(comparison));
  await mkdir(output, { recursive: true });
  const bytesOf = (text: string) => new TextEncoder().encode(text);
  await writeFileAtomic(join(output, 'comparison.json'), bytesOf(JSON.stringify(comparison, null, 2)));
  await writeFileAtomic(join(output, 'comparison.html'), bytesOf(comparisonHtml(comparison)));
  print(`\nThe whole comparison: ${join(output, 'comparison.html')}`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  print(isTitansError(error) ? `${error.code}: ${error.message}` : String(error));
  process.exitCode = 1;
});
