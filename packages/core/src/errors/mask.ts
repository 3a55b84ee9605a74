const keptAtEachEnd = 2;

/**
 * Shortens and masks a value for an error message: letters and digits in the middle become `•`, at most
 * `maxLength` characters remain. Dates, amounts and other short values of up to 12 characters without a letter
 * are kept, since they are what the reader needs to mend the row.
 *
 * @param value Any text of the user's data.
 * @param maxLength Characters kept, 24 unless told.
 */
export function maskSample(value: string, maxLength = 24): string {
  const printable = value.replace(/\p{Cc}/gu, '␣');
  if (printable.length <= 12 && !/\p{L}/u.test(printable)) return printable;
  const shortened = printable.length > maxLength ? `${printable.slice(0, maxLength - 1)}…` : printable;
  return [...shortened]
    .map((character, index, all) =>
      index < keptAtEachEnd || index >= all.length - keptAtEachEnd || !/[\p{L}\p{N}]/u.test(character)
        ? character
        : '•',
    )
    .join('');
}
