/** Begins what had to be written as JSON, and what begins so by itself. */
const mark = '\u0001';
const unkeepable = /[\0\p{Cs}]/u;

/** The text as any server keeps it: one with NUL, or with half a surrogate pair, is written as JSON after a mark. */
export function toStoredText(value: string): string {
  return value.startsWith(mark) || unkeepable.test(value) ? mark + JSON.stringify(value) : value;
}

/** The text that {@link toStoredText} was given. */
export function fromStoredText(stored: string): string {
  return stored.startsWith(mark) ? (JSON.parse(stored.slice(mark.length)) as string) : stored;
}
