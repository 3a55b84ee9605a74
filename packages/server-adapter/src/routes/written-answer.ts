/** Text of an answer that was written as JSON already. */
export const writtenJson: unique symbol = Symbol('writtenJson');

/** An answer that its handler has written itself, because it knows its members and the engine would have to find them. */
export interface WrittenAnswer {
  readonly [writtenJson]: string;
}

/** The text of an answer, if it was written already. */
export function writtenTextOf(answer: object): string | undefined {
  return (answer as Partial<WrittenAnswer>)[writtenJson];
}

const decimalPlaces = 1e6;
/** `000` to `999`. */
const threeDigits: readonly string[] = Array.from({ length: 1_000 }, (_, number) =>
  String(number).padStart(3, '0'),
);

/**
 * A share of 0 to 1 as JSON, rounded to six decimals: more would tell of the training rows what nobody has to know, and
 * nothing of the answer.
 */
export function writtenShare(share: number): string {
  const millionths = Math.round(share * decimalPlaces);
  if (millionths > 0 && millionths < decimalPlaces) {
    const thousands = Math.floor(millionths / 1_000);
    return `0.${threeDigits[thousands] as string}${threeDigits[millionths - thousands * 1_000] as string}`;
  }
  return millionths <= 0 ? '0' : '1';
}

/** A finite number, rounded to six decimals. */
export function rounded(value: number): number {
  const scaled = value * decimalPlaces;
  return Math.abs(scaled) < Number.MAX_SAFE_INTEGER ? Math.round(scaled) / decimalPlaces : value;
}

/** What has to be escaped: quotes, backslashes, control characters, and halves of surrogate pairs. */
const escaped = /["\\\p{Cc}\p{Cs}]/u;

/** A text as JSON. */
export function writtenText(text: string): string {
  return escaped.test(text) ? JSON.stringify(text) : `"${text}"`;
}
