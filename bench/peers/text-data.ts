import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const file = new URL('../../../shared/data/pcard-calderdale/transactions.csv.gz', import.meta.url);

/** Descriptions of card payments and their merchant category groups, the oldest four fifths to learn from. */
export interface TextData {
  readonly classes: readonly string[];
  readonly texts: readonly string[];
  readonly labels: readonly number[];
  /** Rows to learn from; those after are tested. */
  readonly training: number;
  /** Tested rows of merchants that no row to learn from has. */
  readonly unseen: readonly number[];
}

/** Whether the payments are there. */
export const hasTextData: boolean = existsSync(file);

/** Splits the payments by time and writes them as JSON. */
export function writeTextData(path: string): TextData {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n').map(fields);
  const header = lines.shift() ?? [];
  const [date, supplier, group] = ['date', 'supplier_name', 'merchant_category_group'].map((name) =>
    header.indexOf(name),
  ) as [number, number, number];
  const rows = lines
    .filter((row) => row[supplier] !== '' && row[group] !== '')
    .map((row, order) => ({ row, order }))
    .sort((a, b) =>
      (a.row[date] ?? '') < (b.row[date] ?? '') ? -1 : a.row[date] === b.row[date] ? a.order - b.order : 1,
    )
    .map(({ row }) => row);
  const texts = rows.map((row) => row[supplier] as string);
  const classes = [...new Set(rows.map((row) => row[group] as string))].sort();
  const training = Math.floor(rows.length * 0.8);
  const seen = new Set(texts.slice(0, training).map((text) => text.toLowerCase()));
  const data: TextData = {
    classes,
    texts,
    labels: rows.map((row) => classes.indexOf(row[group] as string)),
    training,
    unseen: [...texts.keys()].filter(
      (row) => row >= training && !seen.has((texts[row] as string).toLowerCase()),
    ),
  };
  writeFileSync(path, JSON.stringify(data));
  return data;
}

/** Reads what {@link writeTextData} wrote. */
export function readTextData(path: string): TextData {
  return JSON.parse(readFileSync(path, 'utf8')) as TextData;
}

function fields(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,\r]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}
