/** Fewer letters and digits than these would be all of the value, or most of it. */
const fewestShownInPart = 5;
const fewestWithTwoAtEachEnd = 8;
const maxPlainLength = 12;
/** Without separators this many digits are rather an account or card number than an amount or a day. */
const longNumber = /^\d{7,}$/;

/**
 * Shortens and masks a value for an error message: letters and digits in the middle become `•`, and at most
 * `maxLength` characters remain. Of a value with up to four letters and digits none is shown, only where they stand; of
 * one with up to seven characters, one at each end; of longer ones, two. Values of up to 12 characters without a letter,
 * such as dates and amounts, are kept, since they are what the reader needs to mend the row; numbers of seven or more
 * digits are not.
 *
 * @param value Any text of the user's data.
 * @param maxLength Characters kept, 24 unless told.
 */
export function maskSample(value: string, maxLength = 24): string {
  // Cut before it is taken apart, since the value may be of any size; no character has more than two units.
  const characters = [...value.slice(0, 2 * maxLength + 2).replace(/\p{Cc}/gu, '␣')];
  const isShort = characters.length <= maxPlainLength && value.length <= 2 * maxPlainLength;
  if (isShort && !/\p{L}/u.test(value) && !longNumber.test(value)) return characters.join('');
  const shortened = characters.length > maxLength ? [...characters.slice(0, maxLength - 1), '…'] : characters;
  const keptAtEachEnd = shownAtEachEnd(shortened);
  return shortened
    .map((character, index) =>
      index < keptAtEachEnd || index >= shortened.length - keptAtEachEnd || !isLetterOrDigit(character)
        ? character
        : '•',
    )
    .join('');
}

function shownAtEachEnd(characters: readonly string[]): 0 | 1 | 2 {
  if (characters.filter(isLetterOrDigit).length < fewestShownInPart) return 0;
  return characters.length < fewestWithTwoAtEachEnd ? 1 : 2;
}

function isLetterOrDigit(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}
