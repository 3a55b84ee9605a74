/** One column of a {@link textTable}. */
export interface TextColumn {
  readonly title: string;
  /** Whether cells stand on the right. */
  readonly isNumber: boolean;
}

/** Rows of cells in columns as wide as their widest cell, below a ruled header. */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ title }, column) =>
    rows.reduce((width, row) => Math.max(width, (row[column] ?? '').length), title.length),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return columns[column]?.isNumber ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const ruler = widths.map((width) => '─'.repeat(width)).join('  ');
  return [line(columns.map(({ title }) => title)), ruler, ...rows.map(line)].join('\n');
}
