/**
 * Reads a value of an answer: what it gives is a copy with the members that the contract has.
 *
 * The contract's own schemas say the same, and a test holds the two together in every member. They are not used here because
 * they bring a library whose code is longer than the client's.
 *
 * @throws Fault where the value is another one.
 */
export type Check<Value> = (value: unknown, path: readonly string[]) => Value;

/** Where a value is not what the contract says. */
export interface Fault {
  readonly path: readonly string[];
  /** What it should be. */
  readonly wanted: string;
}

/** What a check came to. */
export type Checked<Value> = { readonly data: Value } | { readonly fault: Fault };

/** Runs a check on a whole value. */
export function checked<Value>(check: Check<Value>, value: unknown): Checked<Value> {
  try {
    return { data: check(value, []) };
  } catch (fault) {
    // Nothing else throws: checks look at values of JSON, which have no code of their own.
    return { fault: fault as Fault };
  }
}

/** What makes a check of a test. */
export function one<Value>(wanted: string, isOne: (value: unknown) => boolean): Check<Value> {
  return (value, path) => {
    if (isOne(value)) return value as Value;
    throw { path, wanted } satisfies Fault;
  };
}

export const text: Check<string> = one('a text', (value) => typeof value === 'string');
export const flag: Check<boolean> = one('true or false', (value) => typeof value === 'boolean');
export const anything: Check<unknown> = (value) => value;
// A text of JSON may stand for a number that is too large to be one: 1e999.
const numberFrom = (wanted: string, least = -Infinity, most = Infinity): Check<number> =>
  one(wanted, (value) => Number.isFinite(value) && least <= (value as number) && (value as number) <= most);
export const number: Check<number> = numberFrom('a number');
/** At least 0. */
export const seconds: Check<number> = numberFrom('seconds', 0);
export const probability: Check<number> = numberFrom('a share', 0, 1);
export const integer: Check<number> = one('a whole number', Number.isSafeInteger);

/** One of some texts. */
export const oneOf = <Value extends string>(...values: readonly Value[]): Check<Value> =>
  one(`one of ${values}`, (value) => (values as readonly unknown[]).includes(value));

export const nullable =
  <Value>(check: Check<Value>): Check<Value | null> =>
  (value, path) =>
    value === null ? value : check(value, path);

export const optional =
  <Value>(check: Check<Value>): Check<Value | undefined> =>
  (value, path) =>
    value === undefined ? value : check(value, path);

const isList: Check<unknown[]> = one('a list', Array.isArray);
const isObject: Check<Readonly<Record<string, unknown>>> = one(
  'an object',
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

export const list =
  <Value>(check: Check<Value>): Check<readonly Value[]> =>
  (value, path) =>
    isList(value, path).map((item, at) => check(item, [...path, `${at}`]));

/** An object of any names. */
export const dictionary =
  <Value>(check: Check<Value>): Check<Readonly<Record<string, Value>>> =>
  (value, path) =>
    Object.fromEntries(
      Object.entries(isObject(value, path)).map(([name, item]) => [name, check(item, [...path, name])]),
    );

/** Checks of an object's members. */
export type Members<Value> = { readonly [Name in keyof Value]-?: Check<Value[Name]> };

/** An object; members that are not named are left out, so that a later release may add some. */
export const object =
  <Value extends object>(members: Members<Value>): Check<Value> =>
  (value, path) => {
    const given = isObject(value, path);
    const read = Object.entries<Check<unknown>>(members)
      .map(([name, check]) => [name, check(given[name], [...path, name])] as const)
      .filter(([, item]) => item !== undefined);
    return Object.fromEntries(read) as Value;
  };

/** The first of some checks that the value passes. */
export const anyOf =
  <Value>(...checks: readonly Check<Value>[]): Check<Value> =>
  (value, path) => {
    for (const check of checks) {
      const result = checked(check, value);
      if ('data' in result) return result.data;
    }
    throw { path, wanted: 'what the contract says' } satisfies Fault;
  };
