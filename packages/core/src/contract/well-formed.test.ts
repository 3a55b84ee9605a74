import { describe, expect, test } from 'vitest';
import { type RouteContract, routes } from './index.js';

/** A schema, as far as it is looked into here. */
interface Schema {
  safeParse(value: unknown): { readonly success: boolean };
  readonly _zod: { readonly def: Readonly<Record<string, unknown>> & { readonly type: string } };
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && '_zod' in value && 'safeParse' in value;
}

/** Every schema of text within one, with the place where it is. */
function* texts(schema: Schema, place: string): Generator<readonly [string, Schema]> {
  const { def } = schema._zod;
  if (def.type === 'string') yield [place, schema];
  for (const [name, part] of Object.entries(def)) {
    const parts = name === 'shape' ? Object.entries(part as object) : Object.entries([part].flat());
    for (const [key, value] of parts) {
      if (isSchema(value)) yield* texts(value, `${place}/${name === 'shape' ? key : name}`);
    }
  }
}

const requested = Object.entries<RouteContract>(routes).flatMap(([name, { body, items, query, params }]) =>
  [body, items, query, params].flatMap((schema: unknown) =>
    isSchema(schema) ? [...texts(schema, name)] : [],
  ),
);

describe('text of requests', () => {
  test('is found in all routes that take some', () => {
    expect(requested.length).toBeGreaterThan(100);
    expect(new Set(requested.map(([place]) => place.split('/')[0])).size).toBeGreaterThan(20);
  });

  // The vectors of the proposal that made String.prototype.isWellFormed: halves alone, at either end, and in the wrong order.
  test.each(['\ud800', '\udfff', 'ab\uD800', '\uDC00ab', '\uDC00\uD800'])(
    '%j is refused everywhere',
    (ill) => {
      expect(requested.filter(([, schema]) => schema.safeParse(ill).success).map(([place]) => place)).toEqual(
        [],
      );
    },
  );

  test('is taken with characters outside of the basic plane', () => {
    const body: unknown = routes.feedbackCorrect.body;
    const correction = { transaction: { description: 'Café 😀 𝒳' }, category: '🛒' };
    expect(isSchema(body) && body.safeParse(correction).success).toBe(true);
  });
});
