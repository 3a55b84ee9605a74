import { limits, maskSample, normaliseText, TitansError } from '@titans/core';
import type { ImportField } from './import-field.js';

/** Printable ASCII with single spaces inside: already in the normal form. */
const alreadyNormal = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

/** The normal form of a text; most texts are in it already. */
export function normalised(text: string): string {
  return alreadyNormal.test(text) ? text : normaliseText(text);
}

/** Whether the text is empty or nothing but white space. */
export function isBlankText(text: string): boolean {
  return text === '' || text.trim() === '';
}

/** Lines that state a balance or a total with nothing beside it but a day, in the languages of known statements. */
const balanceLine =
  /^(?:(?:opening|closing|beginning|ending|starting|previous|current) balance(?: (?:as of|on|at) [\d./-]+)?|balance (?:brought|carried) forward|anfangssaldo|endsaldo|anfangsbestand|endbestand|(?:alter|neuer) (?:konto(?:stand|saldo)|saldo)|(?:ancien|nouveau) solde|solde (?:initial|final)|saldo (?:anterior|inicial|final|do dia|iniziale|finale)|s a l d o|(?:begin|eind)saldo|(?:ing[åa]ende|utg[åa]ende) saldo|saldo (?:pocz[ąa]tkowe|ko[ńn]cowe))$/iu;

/**
 * Reads a description: 1 to 500 characters when normalised, else `DESCRIPTION_INVALID` or `FIELD_MISSING`. One that
 * only states a balance is that of no transaction: `ROW_NOT_TRANSACTION`.
 */
export function readDescription(text: string): string {
  const description = normalised(text);
  if (description === '') throw missingValue('description');
  if (balanceLine.test(description)) {
    throw new TitansError(
      'ROW_NOT_TRANSACTION',
      'The line states a balance or a total. It is no transaction.',
    );
  }
  if (description.length > limits.descriptionLength) {
    throw new TitansError(
      'DESCRIPTION_INVALID',
      `The description has ${description.length} characters, at most ${limits.descriptionLength} are kept.`,
      { details: { value: maskSample(description) } },
    );
  }
  return description;
}

/** Makes a reader of optional text of at most `maxLength` characters when normalised. Blank is `null`. */
export function textReader(field: ImportField, maxLength: number): (text: string) => string | null {
  return (text) => {
    const value = normalised(text);
    if (value.length > maxLength) {
      throw invalidValue(
        `The ${field} has ${value.length} characters, at most ${maxLength} are kept.`,
        value,
      );
    }
    return value === '' ? null : value;
  };
}

/** The same, in lower case: the one rule for words of a vocabulary, which are categories and statuses. */
export function wordReader(field: ImportField, maxLength: number): (text: string) => string | null {
  const read = textReader(field, maxLength);
  return (text) => read(text)?.toLowerCase() ?? null;
}

/** Reads a merchant category code of ISO 18245: four digits. */
export function readMerchantCategoryCode(text: string): string | null {
  const code = normalised(text);
  if (code === '') return null;
  if (!/^\d{4}$/.test(code)) throw invalidValue('A merchant category code has four digits.', code);
  return code;
}

/** Reads `true`, `yes`, `y`, `1` and their opposites. */
export function readBoolean(text: string): boolean | null {
  const word = normalised(text).toLowerCase();
  if (word === '') return null;
  if (['true', 'yes', 'y', '1'].includes(word)) return true;
  if (['false', 'no', 'n', '0'].includes(word)) return false;
  throw invalidValue(`"${maskSample(text)}" is neither yes nor no.`, text);
}

/** Reads labels parted by `;`, `|` or `,`. */
export function readTags(text: string): readonly string[] | null {
  const tags = text
    .split(/[;|,]/)
    .map(normalised)
    .filter((tag) => tag !== '');
  if (tags.length > limits.tags || tags.some((tag) => tag.length > limits.tagLength)) {
    throw invalidValue(`At most ${limits.tags} tags of ${limits.tagLength} characters are kept.`, text);
  }
  return tags.length === 0 ? null : Object.freeze(tags);
}

/** The error of a required field that is empty. */
export function missingValue(field: ImportField): TitansError {
  return new TitansError('FIELD_MISSING', `The ${field} is empty.`, { details: { field } });
}

function invalidValue(message: string, value: string): TitansError {
  return new TitansError('FIELD_INVALID', message, { details: { value: maskSample(value) } });
}
