import { addDays, createRandom, plainDate } from '@titans/core';
import { payees } from './payees.js';

const paymentMethods = ['credit_card', 'debit_card', 'bank_transfer'] as const;

/**
 * A card statement as CSV text: `rows` lines over `accounts` accounts in time order, the same for the same seed. Its
 * categories follow from the payee, with the noise of store numbers; 2 in 100 are left out.
 */
export function generatedStatement(rows: number, seed = 1, accounts = 20): string {
  const random = createRandom(seed);
  const lines = ['Date,Account,Description,Amount,Category,Payment Method'];
  const start = plainDate(2023, 1, 1);
  for (let row = 0; row < rows; row++) {
    const [payee, category, low, high] = payees[random.integer(payees.length)] ?? payees[0];
    const date = addDays(start, Math.floor((row / rows) * 730));
    const amount = (low + Math.round(random.float() * (high - low))) / 100;
    const known = random.float() < 0.98 ? category : '';
    const method = paymentMethods[random.integer(paymentMethods.length)] ?? paymentMethods[0];
    const store = 1_000 + random.integer(9_000);
    lines.push(
      `${date},account-${random.integer(accounts)},${payee} ${store},${amount.toFixed(2)},${known},${method}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
