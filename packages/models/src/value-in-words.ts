/**
 * What a message says of a value that is not what it must be. Data of others may hold objects whose own `toString` is no
 * function, which `String` refuses with a `TypeError`.
 */
export function valueInWords(value: unknown): string {
  try {
    return String(value);
  } catch {
    return 'an object';
  }
}
