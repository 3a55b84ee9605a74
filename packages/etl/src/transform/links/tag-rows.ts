import { type DictionaryColumn, limits, type TransactionTable, tableFromColumns } from '@titans/core';

/** The table with a tag added to some rows; a row that has it, or as many tags as are permitted, stays as it is. */
export function tagRows(table: TransactionTable, rows: Iterable<number>, tag: string): TransactionTable {
  const { tags } = table.columns;
  const values = [...tags.values];
  const codes = tags.codes.slice();
  const taggedCode = new Map<number, number>();
  for (const row of rows) {
    const code = codes[row] as number;
    const known = taggedCode.get(code);
    if (known !== undefined) {
      codes[row] = known;
      continue;
    }
    const before = code < 0 ? [] : (values[code] as readonly string[]);
    const isTaken = before.includes(tag) || before.length >= limits.tags;
    const tagged = isTaken ? code : values.push([...before, tag]) - 1;
    taggedCode.set(code, tagged);
    codes[row] = tagged;
  }
  const column: DictionaryColumn<readonly string[]> = { codes, values };
  return tableFromColumns({ ...table.columns, tags: column });
}
