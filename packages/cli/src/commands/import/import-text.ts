import { basename } from 'node:path';
import type { View } from '../../command-line/view.js';
import { count, counted, plain } from '../../terminal/format.js';
import { textTable } from '../../terminal/text-table.js';
import type { ImportDocument, ImportedFile } from './import-files.js';

const shownRejections = 5;

/** What became of the rows, why some were left out, and what can be done next. */
export function importText({ dryRun, files, rows }: ImportDocument, view: View): string {
  const { colours, width } = view;
  const table = textTable(
    {
      header: ['file', 'rows in', 'loaded', 'updated', 'unchanged', 'quarantined'],
      rows: files.map((file) => [plain(basename(file.file)), ...countsOf(file.rows)]),
      right: [1, 2, 3, 4, 5],
      width,
    },
    colours,
  );
  const next = dryRun
    ? colours.warning('Nothing was loaded: this was a dry run.')
    : `${colours.good(`${counted(rows.loaded, 'row')} loaded.`)} Next: titans train`;
  return [table, ...files.flatMap((file) => findings(file, view)), '', next].join('\n');
}

function countsOf(rows: ImportedFile['rows']): readonly string[] {
  return [rows.in, rows.loaded, rows.updated, rows.unchanged, rows.quarantined].map(count);
}

function findings({ file, rejections, quality }: ImportedFile, { colours }: View): readonly string[] {
  const name = plain(basename(file));
  const shown = rejections.examples.slice(0, shownRejections).map(({ code, line, row, message }) => {
    const place = line === null ? `row ${row}` : `line ${line}`;
    return colours.warning(`  ${name}, ${place}: ${code}: ${plain(message)}`);
  });
  const all = Object.values(rejections.byCode).reduce((sum, each) => sum + each, 0);
  const more =
    all > shown.length ? [colours.faint(`  and ${counted(all - shown.length, 'record')} more`)] : [];
  const unmet = (quality?.expectations ?? [])
    .filter(({ outcome }) => outcome !== 'pass')
    .map(({ description, expectation, unexpected, evaluated }) =>
      colours.warning(
        `  ${name}: ${description ?? expectation}: not so for ${count(unexpected)} of ${count(evaluated)}`,
      ),
    );
  return shown.length + unmet.length === 0 ? [] : ['', ...shown, ...more, ...unmet];
}
