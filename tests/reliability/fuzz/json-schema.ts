import fc from 'fast-check';

/** A JSON Schema (draft 2020-12), as far as the served document uses it. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
}

/** Schemas by their references. */
export type Resolve = (reference: string) => JsonSchema;

/** Values that match the schema, as far as it says; lists are kept short. */
export function valid(schema: JsonSchema, resolve: Resolve): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return valid(resolve(schema.$ref), resolve);
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return fc.oneof(...options.map((option) => valid(option, resolve)));
  if (schema.allOf !== undefined) return valid(Object.assign({}, ...schema.allOf), resolve);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const type = typeof schema.type === 'object' ? schema.type[0] : schema.type;
  if (type === 'object' || schema.properties !== undefined) return object(schema, resolve);
  if (type === 'array') {
    const { items = {}, minItems = 0, maxItems = minItems + 3 } = schema;
    return fc.array(valid(items, resolve), {
      minLength: minItems,
      maxLength: Math.min(maxItems, minItems + 3),
    });
  }
  if (type === 'integer') {
    const { minimum = -1_000, maximum = 1_000 } = schema;
    return fc.integer({ min: Math.max(minimum, -1e9), max: Math.min(maximum, 1e9) });
  }
  if (type === 'number') {
    const { minimum = -1e9, maximum = 1e9 } = schema;
    return fc.oneof(
      fc.double({ min: minimum, max: maximum, noNaN: true }),
      fc.constantFrom(minimum, maximum, Math.max(0, minimum)),
    );
  }
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'string') return text(schema);
  return fc.jsonValue({ maxDepth: 2 });
}

function object({ properties = {}, required = [] }: JsonSchema, resolve: Resolve): fc.Arbitrary<unknown> {
  const members = Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [name, valid(member, resolve)]),
  );
  return fc.record(members, { requiredKeys: required.filter((name) => name in members) });
}

function text({ format, pattern, minLength = 0, maxLength = 40, ...rest }: JsonSchema): fc.Arbitrary<string> {
  if (rest.const !== undefined) return fc.constant(String(rest.const));
  if (format === 'date') {
    return fc
      .date({ min: new Date('1990-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
  }
  if (format === 'time') return fc.constantFrom('00:00:00', '12:34:56', '23:59:59');
  if (maxLength === 3 && minLength === 3) return fc.constantFrom('USD', 'EUR', 'JPY');
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .constantFrom('WHOLEFDS MKT 10234', 'Rent', 'SHELL OIL 57442', 'default')
        .filter((word) => word.length >= minLength),
    },
    {
      weight: 2,
      arbitrary: fc.string({ unit: 'binary', minLength, maxLength: Math.min(maxLength, minLength + 40) }),
    },
    { weight: 1, arbitrary: fc.constant('x'.repeat(Math.min(maxLength, 1_000))) },
  );
}

const hostileTexts: readonly string[] = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '__proto__',
  'constructor',
  "'; DROP TABLE raw_transactions; --",
  '../../etc/passwd',
  '%00%ff%',
  '=1+1',
  '<script>alert(1)</script>',
  '#{7*7}',
  '1e2',
  '030',
  '-0',
  'NaN',
  'Infinity',
  '9'.repeat(400),
  'a'.repeat(10_000),
  '\u202e\u0301\u0301\u0301',
];

/** Values that match nothing in particular. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -0,
    -1,
    1e308,
    -1e308,
    5e-324,
    2 ** 53,
    1.5,
    [],
    {},
    [[]],
    { length: -1 },
    { toJSON: 'x' },
    { $ref: '#' },
  ),
  fc.constantFrom<unknown>(...hostileTexts),
  fc.integer({ min: 20, max: 60 }).map((depth) => nested(depth)),
  fc.jsonValue({ maxDepth: 3 }),
);

/** One that differs from a valid one in one place: missing, beside its range, of another type, or one too many. */
export function nearlyValid(schema: JsonSchema, resolve: Resolve): fc.Arbitrary<unknown> {
  return fc
    .tuple(valid(schema, resolve), hostile, fc.nat(1_000), fc.constantFrom('replace', 'remove', 'add'))
    .map(([value, stranger, place, how]) => changed(value, stranger, place, how));
}

function changed(value: unknown, stranger: unknown, place: number, how: string): unknown {
  if (typeof value !== 'object' || value === null) return stranger;
  if (Array.isArray(value)) {
    if (value.length === 0 || how === 'add') return [...value, stranger];
    const index = place % value.length;
    return how === 'remove'
      ? value.filter((_, position) => position !== index)
      : value.map((item, position) => (position === index ? changed(item, stranger, place >> 1, how) : item));
  }
  const names = Object.keys(value);
  if (names.length === 0 || how === 'add')
    return { ...value, [hostileTexts[place % hostileTexts.length] ?? '']: stranger };
  const name = names[place % names.length] as string;
  const { [name]: member, ...rest } = value as Record<string, unknown>;
  return how === 'remove' ? rest : { ...rest, [name]: changed(member, stranger, place >> 1, how) };
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}
