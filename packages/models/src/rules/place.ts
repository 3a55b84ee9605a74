import { TitansError } from '@titans/core';

/** A place in the rules as JSON: the keys from the top. */
export type Place = readonly (string | number)[];

/** The JSON pointer (RFC 6901) of a place. */
function pointerOf(place: Place): string {
  return place.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** A `CONFIG_INVALID` that says where and what is needed. */
export function refusal(place: Place, needed: string, cause?: unknown): TitansError {
  const pointer = pointerOf(place);
  return new TitansError('CONFIG_INVALID', `The rules are not valid at ${pointer || 'the top'}: ${needed}.`, {
    details: { pointer },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The members of a plain object with no other keys than the permitted. */
export function membersOf(
  value: unknown,
  permitted: readonly string[],
  place: Place,
): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refusal(place, 'an object is needed');
  }
  const members = new Map<string, unknown>();
  for (const [key, member] of Object.entries(value)) {
    if (!permitted.includes(key)) {
      throw refusal(
        [...place, key.slice(0, 64)],
        `there is no such key; permitted are ${permitted.join(', ')}`,
      );
    }
    if (member !== undefined) members.set(key, member);
  }
  return members;
}

/** A text with something in it, up to a length. */
export function textAt(value: unknown, maxLength: number, place: Place): string {
  if (typeof value !== 'string' || value.trim() === '') throw refusal(place, 'a text is needed');
  if (value.length > maxLength) throw refusal(place, `the text may have up to ${maxLength} characters`);
  return value;
}

/** One of some words. */
export function wordAt<Word extends string>(value: unknown, words: readonly Word[], place: Place): Word {
  const word = words.find((each) => each === value);
  if (word === undefined) throw refusal(place, `one of ${words.join(', ')} is needed`);
  return word;
}

/** A list that is not empty, up to a length. */
export function listAt(value: unknown, maxLength: number, place: Place): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw refusal(place, 'a list that is not empty is needed');
  if (value.length > maxLength) throw refusal(place, `the list may have up to ${maxLength} entries`);
  return value;
}

export function booleanAt(value: unknown, place: Place): boolean {
  if (typeof value !== 'boolean') throw refusal(place, 'true or false is needed');
  return value;
}
