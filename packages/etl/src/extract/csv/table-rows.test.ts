import { describe, expect, test } from 'vitest';
import { extract } from '../extract.js';

describe('a second table with a header of its own', () => {
  const giro =
    'Date,Description,Amount,Balance\n2024-03-15,Phone,-39.99,100.00\n2024-03-16,Shop,-5.00,95.00\n';
  const card = 'Booked,Amount,Currency,Merchant\n2024-03-20,-53.20,EUR,Hotel\n2024-03-21,-1.00,EUR,Tea\n';

  test('is refused record by record and can be read on its own', async () => {
    const bytes = Buffer.from(`${giro}\n${card}`);
    const first = await extract({ name: 'bank.csv', bytes }).table();
    expect([...first.transactions.rows()].map(({ amountMinor }) => amountMinor)).toEqual([-3999, -500]);
    expect(first.rejections.map(({ code, line }) => [code, line])).toEqual([
      ['SOURCE_INVALID', 5],
      ['SOURCE_INVALID', 6],
      ['SOURCE_INVALID', 7],
    ]);
    const second = await extract({ name: 'bank.csv', bytes }, { csv: { headerLine: 5 } }).table();
    expect([...second.transactions.rows()].map(({ amountMinor }) => amountMinor)).toEqual([-5320, -100]);
    expect(second.rejections).toEqual([]);
  });

  test('ends where the first header comes again', async () => {
    const bytes = Buffer.from(`${giro}\n${card}\n${giro}`);
    const { rows } = await extract({ name: 'bank.csv', bytes }).table();
    expect(rows).toEqual({ in: 8, accepted: 4, rejected: 4 });
  });
});
