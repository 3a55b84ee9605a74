/**
 * Names for columns, no two the same: white space is made single, a column without a name is called by its number,
 * from 1 (`column 3`), and a name that was there before gets a number (`Amount (2)`).
 *
 * @param width Number of columns; more than there are cells if rows go on beyond the header.
 */
export function columnNames(header: readonly string[], width: number): readonly string[] {
  const cells = Array.from({ length: width }, (_, column) =>
    (header[column] ?? '').replace(/\s+/g, ' ').trim(),
  );
  const taken = new Set(cells);
  const given = new Set<string>();
  return Object.freeze(
    cells.map((cell, column) => {
      const name = cell === '' ? `column ${column + 1}` : cell;
      const isFree = cell === '' ? !taken.has(name) : !given.has(name);
      const unique = isFree && !given.has(name) ? name : numbered(name, taken, given);
      given.add(unique);
      return unique;
    }),
  );
}

/** Names for the columns of a source without a header: their numbers, from 1. */
export function columnNumbers(width: number): readonly string[] {
  return Object.freeze(Array.from({ length: width }, (_, column) => String(column + 1)));
}

function numbered(name: string, taken: ReadonlySet<string>, given: ReadonlySet<string>): string {
  for (let number = 2; ; number++) {
    const candidate = `${name} (${number})`;
    if (!taken.has(candidate) && !given.has(candidate)) return candidate;
  }
}
