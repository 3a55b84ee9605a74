import { requireObject } from '../../calibration/checked-values.js';
import { textTable } from '../../text-table.js';
import type { ModelComparison } from './comparison-report.js';
import {
  type ComparisonTable,
  figuresTable,
  importancesTable,
  measuredModels,
  rankingTable,
  testsTable,
  unmeasuredTable,
} from './comparison-tables.js';

const mostFeatures = 5;

/**
 * The comparison as tables of plain text, for a terminal or a log.
 *
 * @example
 * ```ts
 * import { comparisonText, type ModelComparison } from '@titans/models/selection';
 *
 * export const print = (comparison: ModelComparison) => console.log(comparisonText(comparison));
 * ```
 */
export function comparisonText(comparison: ModelComparison): string {
  requireObject('comparison', comparison);
  const { rows, folds, seed } = comparison;
  const models = measuredModels(comparison);
  const tables = [
    rankingTable(comparison),
    figuresTable(comparison),
    testsTable(comparison),
    unmeasuredTable(comparison),
    ...models.map((model) => importancesTable(model, mostFeatures)),
  ];
  const head = `${rows.train} rows to learn from in ${folds} folds, ${rows.test} held out, seed ${seed}`;
  return [head, ...tables.filter((table) => table.rows.length > 0).map(laidOut)].join('\n\n');
}

function laidOut({ caption, columns, rows }: ComparisonTable): string {
  return `${caption}\n${textTable(columns, rows)}`;
}
