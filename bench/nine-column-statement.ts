import { closeSync, openSync, writeSync } from 'node:fs';
import { addDays, createRandom, plainDate } from '@titans/core';
import { payees } from './payees.js';

const paymentMethods = ['credit_card', 'debit_card', 'bank_transfer', 'cash'] as const;
const statuses = ['completed', 'pending', 'paid'] as const;

/**
 * Writes a CSV file with the nine columns of the specification: `rows` lines in time order over ten years, the same
 * for the same seed. One reference per row; 1 row in 3 has a receipt.
 */
export function writeNineColumnStatement(path: string, rows: number, seed = 1): void {
  const random = createRandom(seed);
  const start = plainDate(2014, 1, 1);
  const file = openSync(path, 'w');
  const lines = ['Date,Type,Description,Amount,Category,Payment Method,Status,Reference,Receipt URL'];
  for (let row = 0; row < rows; row++) {
    const [payee, category, low, high] = payees[random.integer(payees.length)] ?? payees[0];
    const date = addDays(start, Math.floor((row / rows) * 3_650));
    const amount = (low + Math.round(random.float() * (high - low))) / 100;
    const method = paymentMethods[random.integer(paymentMethods.length)] ?? paymentMethods[0];
    const status = statuses[random.integer(statuses.length)] ?? statuses[0];
    const reference = `REF${String(row).padStart(8, '0')}`;
    const receipt = random.integer(3) === 0 ? `https://receipts.example.com/${reference}.pdf` : '';
    lines.push(
      `${date},${amount < 0 ? 'Expense' : 'Income'},${payee} ${1_000 + random.integer(9_000)},${amount.toFixed(2)},` +
        `${category},${method},${status},${reference},${receipt}`,
    );
    if (lines.length === 20_000) writeSync(file, `${lines.splice(0).join('\n')}\n`);
  }
  if (lines.length > 0) writeSync(file, `${lines.join('\n')}\n`);
  closeSync(file);
}
