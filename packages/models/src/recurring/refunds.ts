import type { PayeePayments } from './payments.js';

/** A refund comes at most this many days after what it gives back. */
const longestDays = 45;
/** Where money comes back more often than this, both directions are payments of their own. */
const mostRefunded = 1 / 3;

/** Row of a refund by the row of the payment that it gives back, and payees without the refunds. */
export interface WithoutRefunds {
  readonly groups: readonly PayeePayments[];
  readonly refundOf: ReadonlyMap<number, number>;
}

/** Takes out what a payee gives back: the same amount in the other direction soon after a payment. */
export function withoutRefunds(groups: readonly PayeePayments[]): WithoutRefunds {
  const byKey = new Map(groups.map((group) => [keyOf(group, group.direction), group]));
  const refundOf = new Map<number, number>();
  const kept = groups.map((group) => {
    const other = byKey.get(keyOf(group, group.direction === 'income' ? 'expense' : 'income'));
    if (other === undefined || group.payee === null) return group;
    const paired = pairs(other, group);
    if (paired.size === 0 || paired.size > mostRefunded * other.rows.length) return group;
    for (const [refund, payment] of paired) {
      refundOf.set(other.rows[payment] as number, group.rows[refund] as number);
    }
    const stays = (_: number, index: number): boolean => !paired.has(index);
    return {
      ...group,
      rows: group.rows.filter(stays),
      days: group.days.filter(stays),
      amounts: group.amounts.filter(stays),
    };
  });
  return { groups: kept, refundOf };
}

function keyOf({ accountId, currency, payee }: PayeePayments, direction: string): string {
  return JSON.stringify([accountId, currency, payee, direction]);
}

/** Index of the payment by the index of its refund: the latest one of that amount before it, each but once. */
function pairs(payments: PayeePayments, refunds: PayeePayments): ReadonlyMap<number, number> {
  const paired = new Map<number, number>();
  const open = new Map<number, number[]>();
  let next = 0;
  for (const [refund, day] of refunds.days.entries()) {
    for (; next < payments.days.length && (payments.days[next] as number) <= day; next++) {
      const amount = payments.amounts[next] as number;
      const same = open.get(amount);
      if (same === undefined) open.set(amount, [next]);
      else same.push(next);
    }
    const candidates = open.get(-(refunds.amounts[refund] as number));
    const payment = candidates?.at(-1);
    if (payment === undefined || day - (payments.days[payment] as number) > longestDays) continue;
    candidates?.pop();
    paired.set(refund, payment);
  }
  return paired;
}
