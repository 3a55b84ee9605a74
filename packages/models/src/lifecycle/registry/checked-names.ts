import { maskSample, TitansError } from '@titans/core';

const modelName = /^[A-Za-z0-9][\w.-]{0,79}$/;
const aliasName = /^[a-z][a-z0-9_-]{0,49}$/;
/** They would hide versions that are asked for by number or age. */
const reservedAlias = /^(?:latest|v\d+|none|production|archived)$/;
const maxTags = 50;

/** @throws TitansError `INVALID_ARGUMENT` for a name that no model can have. */
export function checkModelName(name: string): void {
  if (typeof name === 'string' && modelName.test(name)) return;
  throw invalid(
    'name',
    `${shown(name)} is not a name for a model. Use 1 to 80 letters, digits and . _ -, a letter or digit first.`,
  );
}

/** @throws TitansError `INVALID_ARGUMENT` for a name that no alias can have. */
export function checkAlias(alias: string): void {
  if (typeof alias === 'string' && aliasName.test(alias) && !reservedAlias.test(alias)) return;
  throw invalid(
    'alias',
    `${shown(alias)} is not a name for an alias. Use 1 to 50 of a-z 0-9 _ -, a letter first; "latest", "v1" and stages are taken.`,
  );
}

/** @throws TitansError `INVALID_ARGUMENT` for a text that is empty, too long, or not {@link isStorable}. */
export function checkText(field: string, text: string, maxLength: number): void {
  const isText = typeof text === 'string' && text.trim() !== '' && text.length <= maxLength;
  if (isText && isStorable(text)) return;
  throw invalid(
    field,
    `"${field}" must be a text of 1 to ${maxLength} characters, without NUL or half a surrogate pair.`,
  );
}

/** Whether every store can keep a text: PostgreSQL has no NUL, and UTF-8 no half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}

/** @throws TitansError `INVALID_ARGUMENT` for tags with a wrong name or value, or too many. */
export function checkTags(tags: Readonly<Record<string, string | null>>): void {
  const entries = Object.entries(tags);
  if (entries.length > maxTags) throw invalid('tags', `A version has at most ${maxTags} tags.`);
  for (const [tag, value] of entries) {
    if (tag === '__proto__') throw invalid('tags', 'A tag cannot be named __proto__.');
    checkText('name of a tag', tag, 100);
    const isValue = value === null || (typeof value === 'string' && value.length <= 500 && isStorable(value));
    if (!isValue)
      throw invalid(
        `tags.${maskSample(tag)}`,
        'The value of a tag must be a text of at most 500 characters, without NUL or half a surrogate pair.',
      );
  }
}

/** @throws TitansError `INVALID_ARGUMENT` for what is no whole number from `least` to `most`. */
export function checkCount(field: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw invalid(field, `${field} must be a whole number from ${least} to ${most}, not ${value}.`);
}

/** The error for a wrong argument. */
export function invalid(field: string, message: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', message, { details: { field } });
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `"${maskSample(value)}"` : `A value of type ${typeof value}`;
}
