import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import {
  batchRequestSchema,
  forecastQuerySchema,
  permissions,
  type RouteContract,
  revokeRequestSchema,
  rolePermissions,
  routes,
  transactionRequestSchema,
} from './index.js';

const accepts = (schema: z.ZodMiniType, value: unknown): boolean => z.safeParse(schema, value).success;

describe('requests', () => {
  const full = {
    transaction_id: 't-1',
    account_id: 'savings',
    date: '2024-02-29',
    time: '23:59:59',
    type: 'Expense',
    description: 'x'.repeat(500),
    amount: -1_000_000,
    currency: 'EUR',
    category: 'x'.repeat(100),
    payment_method: 'loan',
    status: 'Completed',
    merchant_name: 'x'.repeat(200),
    location: 'x'.repeat(200),
    recurring: false,
    tags: Array.from({ length: 50 }, () => 'x'.repeat(64)),
  };

  test.each<[string, object]>([
    [
      'category',
      { description: 'Grocery shopping at Whole Foods', amount: 85.5, payment_method: 'credit_card' },
    ],
    ['amount', { category: 'food', description: 'Restaurant dinner', payment_method: 'credit_card' }],
    ['anomaly', { amount: 5000.0, description: 'Large transfer', payment_method: 'bank_transfer' }],
    ['nothing at all', {}],
    ['every member at its limit', full],
    ['null for every member', Object.fromEntries(Object.keys(full).map((name) => [name, null]))],
  ])('the request of the guide for %s is taken', (_, request) => {
    expect(accepts(transactionRequestSchema, request)).toBe(true);
    expect(z.parse(transactionRequestSchema, request)).toEqual(request);
  });

  test.each<[string, string, unknown]>([
    ['an unknown member', 'amout', 5],
    ['a camel-case member', 'paymentMethod', 'cash'],
    ['an amount above a million', 'amount', 1_000_001],
    ['an amount below minus a million', 'amount', -1_000_000.01],
    ['an infinite amount', 'amount', Number.POSITIVE_INFINITY],
    ['NaN', 'amount', Number.NaN],
    ['an amount as text', 'amount', '5'],
    ['a day that does not exist', 'date', '2024-02-30'],
    ['a date with a time', 'date', '2024-02-29T00:00:00Z'],
    ['the year 0', 'date', '0000-01-01'],
    ['a time without seconds', 'time', '23:59'],
    ['hour 24', 'time', '24:00:00'],
    ['an unknown type', 'type', 'expense'],
    ['an unknown payment method', 'payment_method', 'cheque'],
    ['a currency that does not exist', 'currency', 'EUO'],
    ['a description of 501 characters', 'description', 'x'.repeat(501)],
    ['a description of 10,000 characters', 'description', 'x'.repeat(10_000)],
    ['a long category', 'category', 'x'.repeat(101)],
    ['a long merchant', 'merchant_name', 'x'.repeat(201)],
    ['a long location', 'location', 'x'.repeat(201)],
    ['51 tags', 'tags', Array.from({ length: 51 }, () => 'x')],
    ['a long tag', 'tags', ['x'.repeat(65)]],
    ['a tag that is no text', 'tags', [1]],
    ['recurring as text', 'recurring', 'yes'],
    ['a number as id', 'transaction_id', 1],
  ])('%s is refused, and the member is named', (_, name, value) => {
    const result = z.safeParse(transactionRequestSchema, { ...full, [name]: value });
    expect(result.success).toBe(false);
    expect(JSON.stringify(result.error?.issues)).toContain(name);
  });

  test.each([null, [], 'text', 5])('%j is no transaction', (value) => {
    expect(accepts(transactionRequestSchema, value)).toBe(false);
  });

  test('a batch has 1 to 100 transactions', () => {
    const ofLength = (length: number): unknown[] => Array.from({ length }, () => ({ amount: 1 }));
    expect([0, 1, 100, 101].map((length) => accepts(batchRequestSchema, ofLength(length)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    // A wrong transaction fails alone, in the answer.
    expect(accepts(batchRequestSchema, [{ amount: 1 }, { amout: 1 }, null])).toBe(true);
  });

  test('a forecast is for 1 to 365 days, given as the text of a query', () => {
    expect(z.parse(forecastQuerySchema, { days_ahead: '30' })).toEqual({ days_ahead: 30 });
    expect(z.parse(forecastQuerySchema, {})).toEqual({});
    for (const days_ahead of ['1', '365', 365])
      expect(accepts(forecastQuerySchema, { days_ahead })).toBe(true);
    // Whatever a number parser would also take is refused: B4 asks for 1 to 365, in decimal digits.
    const wrong = ['0', '366', '-1', '+7', '1.5', '3.0', '1e2', '0x10', '030', ' 30', '30 ', '٣٠', '1_0'];
    for (const days_ahead of [...wrong, 'ten', '', 'NaN', 'Infinity', null, true, ['30'], 1.5]) {
      expect([days_ahead, accepts(forecastQuerySchema, { days_ahead })]).toEqual([days_ahead, false]);
    }
    expect(accepts(forecastQuerySchema, { days: '30' })).toBe(false);
    expect(accepts(forecastQuerySchema, { account_id: '' })).toBe(false);
  });

  test('a token to revoke is a text of bounded length', () => {
    expect(accepts(revokeRequestSchema, { token: 'abc' })).toBe(true);
    for (const body of [{}, { token: '' }, { token: 'x'.repeat(8_193) }, { token: 'abc', extra: 1 }]) {
      expect(accepts(revokeRequestSchema, body)).toBe(false);
    }
  });
});

describe('routes', () => {
  const all: readonly (readonly [string, RouteContract])[] = Object.entries(routes);

  test('each has a method and path of its own', () => {
    const places = all.map(([, { method, path }]) => `${method} ${path}`);
    expect(new Set(places).size).toBe(places.length);
    // The paths of the specification, chapter A5.
    for (const place of [
      'GET /',
      'GET /health',
      'POST /predict/category',
      'POST /predict/amount',
      'POST /predict/anomaly',
      'POST /predict/batch',
      'POST /forecast/cashflow',
    ]) {
      expect(places).toContain(place);
    }
  });

  test.each(all)('%s: its schemas convert to JSON Schema, and its access is a known one', (_, route) => {
    const { params, query, body, items, response, lines } = route;
    const answers = [response, lines?.response];
    for (const schema of [params, query, body, items, lines?.body, ...answers]) {
      if (schema === undefined || typeof schema === 'string') continue;
      const converted = z.toJSONSchema(schema, { io: answers.includes(schema) ? 'output' : 'input' });
      const members = [converted, ...(converted.anyOf ?? converted.oneOf ?? [])].map(({ type }) => type);
      expect(members.some((type) => type === 'object' || type === 'array')).toBe(true);
    }
    expect(['public', 'authenticated', ...permissions]).toContain(route.access);
    expect(route.summary).toMatch(/^[A-Z].*\.$/);
    if (route.method === 'GET') expect(route.body).toBeUndefined();
  });

  test('JSON Schema carries the limits of a transaction', () => {
    const { properties, additionalProperties } = z.toJSONSchema(transactionRequestSchema, { io: 'input' });
    expect(additionalProperties).toBe(false);
    expect(JSON.stringify(properties?.amount)).toContain('"maximum":1000000');
    expect(JSON.stringify(properties?.description)).toContain('"maxLength":500');
    expect(JSON.stringify(properties?.tags)).toContain('"maxItems":50');
    expect(z.toJSONSchema(batchRequestSchema, { io: 'input' }).maxItems).toBe(100);
  });

  test('nothing that predicts is open, and what is open costs nothing', () => {
    for (const [, route] of all) {
      if (route.tag === 'predictions' || route.tag === 'forecast')
        expect(route.access).toBe('create_predictions');
      if (route.access === 'public') expect(route.cost).toBe(0);
    }
  });
});

test('roles have the permissions of the specification', () => {
  expect(rolePermissions).toEqual({
    viewer: ['read_transactions'],
    analyst: ['read_transactions', 'create_predictions'],
    editor: ['read_transactions', 'write_transactions', 'create_predictions'],
    admin: ['read_transactions', 'write_transactions', 'create_predictions', 'manage_models', 'admin_access'],
  });
});
