import { createRandom } from '@titans/core';
import { type Payment, paymentsPath, readRows } from './card-data.js';

export const injectedKinds = ['amount × 10', 'repeated', 'burst at night', 'new payee, large'] as const;
export type InjectedKind = (typeof injectedKinds)[number];

export interface TestPayment {
  readonly payment: Payment;
  readonly kind: InjectedKind | null;
}

/** Anomalies of each kind, as a share of the last fifth. */
const shareOfEach = 0.0025;
const burst = 6;

/**
 * Purchase cards of a council by area of expense, with anomalies put among the last fifth of them. The file has no
 * times: each row is given one of office hours, so that rows of a day have an order and night is night.
 */
export function injectedPayments(seed = 1): {
  readonly training: readonly Payment[];
  readonly test: readonly TestPayment[];
} {
  const random = createRandom(seed, 'injected');
  const rows = readRows(paymentsPath)
    .filter((row) => (row.date as string) >= '2014')
    .map(
      (row): Payment => ({
        date: row.date as string,
        time: clock((8 + random.float() * 10) * 3600),
        accountId: row.expense_area || 'none',
        description: row.supplier_name || 'none',
        category: row.merchant_category_group || 'none',
        amount: -Number(row.net_amount),
        currency: 'GBP',
      }),
    );
  const from = Math.floor(rows.length * 0.8);
  const [training, last] = [rows.slice(0, from), rows.slice(from)];
  const each = Math.round(last.length * shareOfEach);
  const kinds = new Map<number, InjectedKind>();
  const added: TestPayment[] = [];
  const draw = (): Payment => last[random.integer(last.length)] as Payment;
  while (kinds.size < each) {
    const index = random.integer(last.length);
    if (!kinds.has(index) && (last[index]?.amount ?? 0) < 0) kinds.set(index, 'amount × 10');
  }
  for (let count = 0; count < each; count++) {
    const payment = draw();
    const time = clock(secondsOf(payment.time) + 60 + random.integer(3600));
    added.push({ payment: { ...payment, time }, kind: 'repeated' });
  }
  for (let count = 0; count < each; count += burst) {
    const { accountId, date } = draw();
    for (let place = 0; place < burst; place++) {
      const time = clock(2 * 3600 + place * 300 + random.integer(300));
      added.push({ payment: { ...draw(), accountId, date, time }, kind: 'burst at night' });
    }
  }
  const sizes = training.map(({ amount }) => -amount).sort((a, b) => a - b);
  const large = sizes[Math.floor(sizes.length * 0.97)] as number;
  for (let count = 0; count < each; count++) {
    const description = `Unheard Of Trading ${'ABCDEFGH'[count % 8]}`;
    const amount = -Math.round(large * (1 + 2 * random.float()));
    added.push({ payment: { ...draw(), description, amount }, kind: 'new payee, large' });
  }
  const test = last.map((payment, index): TestPayment => {
    const kind = kinds.get(index) ?? null;
    return {
      payment: kind === null ? payment : { ...payment, amount: Math.round(payment.amount * 1000) / 100 },
      kind,
    };
  });
  return { training, test: [...test, ...added] };
}

function secondsOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}

function clock(seconds: number): string {
  const two = (value: number): string => `${Math.floor(value)}`.padStart(2, '0');
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}
