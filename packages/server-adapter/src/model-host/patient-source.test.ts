import { createTransaction, type TransactionSource, tableFromRows, tableSource } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { patientSource } from './patient-source.js';

const table = tableFromRows([
  createTransaction({ date: '2024-12-03', description: 'Fuel', amount: -89.45 }),
  createTransaction({ date: '2024-12-05', description: 'Bread', amount: -3.2 }),
]);

/** A source that never answers, and hears nothing. */
const hanging: TransactionSource = { transactions: () => new Promise(() => undefined) };

describe('a source that is waited for so long only', () => {
  test('gives what it gives', async () => {
    const rows = await patientSource(tableSource(table)).transactions({ from: '2024-12-04' });
    expect([...rows.rows()].map(({ description }) => description)).toEqual(['Bread']);
    const broken = patientSource({ transactions: () => Promise.reject(new Error('down')) });
    await expect(broken.transactions()).rejects.toThrow('down');
  });

  test('is told to stop when the time is over, and not waited for if it does not listen', async () => {
    await expect(patientSource(hanging, 20).transactions()).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
    });
    let told: AbortSignal | undefined;
    const source: TransactionSource = {
      transactions: ({ signal } = {}) => {
        told = signal;
        return new Promise(() => undefined);
      },
    };
    await expect(patientSource(source, 20).transactions()).rejects.toThrow('within 20 ms');
    expect(told?.aborted).toBe(true);
  });

  test('is left at once where who asks ends it', async () => {
    const ending = new AbortController();
    const reading = patientSource(hanging).transactions({ signal: ending.signal });
    ending.abort();
    await expect(reading).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(patientSource(hanging).transactions({ signal: ending.signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });
});
