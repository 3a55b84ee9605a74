import { describe, expect, test } from 'vitest';
import { featureRowOf } from './feature-row.js';

describe('a query as a row', () => {
  // As a caller writes it who is not compiled.
  test.each([
    ['{"description":5}', 'INVALID_ARGUMENT', 'description'],
    ['{"category":null}', 'INVALID_ARGUMENT', 'category'],
    ['{"amount":"12"}', 'INVALID_ARGUMENT', 'amount'],
    ['{"type":"Foo"}', 'INVALID_ARGUMENT', 'type'],
    ['{"paymentMethod":"cowrie"}', 'INVALID_ARGUMENT', 'paymentMethod'],
    ['{"tags":[5]}', 'INVALID_ARGUMENT', 'tags'],
    ['{"currency":"EURO"}', 'INVALID_ARGUMENT', 'currency'],
    ['{"currency":""}', 'INVALID_ARGUMENT', 'currency'],
    ['{"recurring":"yes"}', 'INVALID_ARGUMENT', 'recurring'],
    ['{"tags":"a"}', 'INVALID_ARGUMENT', 'tags'],
    ['null', 'INVALID_ARGUMENT', 'query'],
    ['{"date":"2024-02-30"}', 'DATE_INVALID', 'date'],
    ['{"time":"25:00"}', 'TIME_INVALID', 'time'],
  ])('%s is refused with its field', (json, code, field) => {
    try {
      featureRowOf(JSON.parse(json), 'USD');
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code, details: { field } });
    }
  });
});
