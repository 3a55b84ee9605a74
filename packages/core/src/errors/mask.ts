const keptAtEachEnd = 2;
const maxPlainLength = 12;
/** Without separators this many digits are rather an account or card number than an amount or a day. */
const longNumber = /^\d{7,}$/;

/**
 * Shortens and masks a value for an error message: letters and digits in the middle become `•`, and at most
 * `maxLength` characters remain. Values of up to 12 characters without a letter, such as dates and amounts, are kept,
 * since they are what the reader needs to mend the row; numbers of seven or more digits are not.
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
  return shortened
    .map((character, index) =>
      index < keptAtEachEnd || index >= shortened.length - keptAtEachEnd || !/[\p{L}\p{N}]/u.test(character)
        ? character
        : '•',
    )
    .join('');
}
