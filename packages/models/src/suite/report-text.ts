import type { ReportRow, TaskName } from '../tasks/models.js';
import { textTable } from '../text-table.js';
import { figure } from './report-figure.js';

const columns = [
  { title: 'task', isNumber: false },
  { title: 'metric', isNumber: false },
  { title: 'value', isNumber: true },
  { title: 'n', isNumber: true },
  { title: 'measured on', isNumber: false },
] as const;

/** The measurements as a table of plain text, and below it what was not trained. */
export function reportText(
  rows: readonly ReportRow[],
  skipped: readonly { readonly task: TaskName; readonly reason: string }[],
): string {
  const table = textTable(
    columns,
    rows.map(({ task, metric, value, n, method }) => [task, metric, figure(value), String(n), method]),
  );
  const left = skipped.map(({ task, reason }) => `${task} was not trained. ${reason}`);
  return [table, ...left].join('\n\n');
}
