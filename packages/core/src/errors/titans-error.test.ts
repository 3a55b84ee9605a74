import { expect, test, vi } from 'vitest';
import { errorCodes } from './error-codes.js';
import { isTitansError, TitansError } from './titans-error.js';

test('an error carries code, message, frozen details and cause', () => {
  const cause = new Error('below');
  const details = { source: 'a.csv', line: 3 };
  const error = new TitansError('ROW_WIDTH', 'Row 2 has 8 fields.', { details, cause });
  expect(error).toBeInstanceOf(Error);
  expect([error.name, error.code, error.message, error.cause]).toEqual([
    'TitansError',
    'ROW_WIDTH',
    'Row 2 has 8 fields.',
    cause,
  ]);
  expect(error.details).toEqual(details);
  expect(error.details).not.toBe(details);
  expect(Object.isFrozen(error.details)).toBe(true);
  expect(String(error)).toBe('TitansError: Row 2 has 8 fields.');
});

test('its JSON has what a log needs, without cause and stack', () => {
  const error = new TitansError('ROW_WIDTH', 'wide', { details: { row: 2 }, cause: new Error('below') });
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: 'TitansError',
    code: 'ROW_WIDTH',
    message: 'wide',
    details: { row: 2 },
  });
});

test('without a cause there is no such member', () => {
  expect('cause' in new TitansError('INTERNAL', 'x')).toBe(false);
});

test('a caller who knows the place adds it, and keeps the rest', () => {
  const cause = new Error('below');
  const inner = new TitansError('DATE_INVALID', 'no day', {
    details: { value: '2024-02-30', row: 1 },
    cause,
  });
  const outer = inner.at({ field: 'date', row: 7 });
  expect(outer.details).toEqual({ value: '2024-02-30', field: 'date', row: 7 });
  expect([outer.code, outer.message, outer.cause]).toEqual(['DATE_INVALID', 'no day', cause]);
  expect(inner.details).toEqual({ value: '2024-02-30', row: 1 });
});

test('errors of another copy of the package are recognised', async () => {
  vi.resetModules();
  const copy = await import('./titans-error.js');
  expect(copy.TitansError).not.toBe(TitansError);
  const foreign = new copy.TitansError('NOT_FOUND', 'x');
  expect(foreign instanceof TitansError).toBe(false);
  expect(isTitansError(foreign)).toBe(true);
  expect(isTitansError(foreign, 'NOT_FOUND')).toBe(true);
  expect(isTitansError(foreign, 'INTERNAL')).toBe(false);
});

test.each([null, undefined, 'NOT_FOUND', { code: 'NOT_FOUND', name: 'TitansError' }, new Error('x')])(
  '%j is no TitansError',
  (value) => {
    expect(isTitansError(value)).toBe(false);
  },
);

test('every code is upper case and explained in a sentence', () => {
  for (const [code, meaning] of Object.entries(errorCodes)) {
    expect(code).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/);
    expect(meaning).toMatch(/^[A-Z].*\.$/);
  }
  expect(new Set(Object.values(errorCodes)).size).toBe(Object.keys(errorCodes).length);
});
