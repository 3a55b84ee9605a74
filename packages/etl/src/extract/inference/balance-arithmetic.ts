/** How a column of running balances agrees with a column of amounts. */
export interface BalanceVerification {
  /** `inverted` where money that went out is positive. */
  readonly sign: 'as-written' | 'inverted';
  readonly order: 'oldest-first' | 'newest-first';
  /** Pairs of balances that could be compared, and those that agree to the smallest unit. */
  readonly checks: number;
  readonly verified: number;
}

/**
 * Compares balances with the amounts between them, in both orders and with both signs, and gives the combination
 * that most pairs agree with. Rows without a balance add up until the next that has one.
 *
 * @param amounts Whole numbers of one unit; `null` where a row has none.
 * @param balances In the same unit.
 */
export function verifyBalances(
  amounts: readonly (number | null)[],
  balances: readonly (number | null)[],
): BalanceVerification {
  let checks = 0;
  // A zero agrees with both signs and tells nothing.
  const verified = { oldestAsWritten: 0, oldestInverted: 0, newestAsWritten: 0, newestInverted: 0 };
  let before: number | null = null;
  let sumAfter = 0;
  let sumBefore = 0;
  for (let row = 0; row < amounts.length; row++) {
    const amount = amounts[row] ?? 0;
    const balance = balances[row] ?? null;
    sumAfter += amount;
    if (balance === null) {
      sumBefore += amount;
      continue;
    }
    if (before !== null) {
      const difference = balance - before;
      if (difference !== 0 || sumAfter !== 0 || sumBefore !== 0) {
        checks++;
        if (difference === sumAfter) verified.oldestAsWritten++;
        if (difference === -sumAfter) verified.oldestInverted++;
        if (difference === -sumBefore) verified.newestAsWritten++;
        if (difference === sumBefore) verified.newestInverted++;
      }
    }
    before = balance;
    sumAfter = 0;
    sumBefore = amount;
  }
  const found = [
    { sign: 'as-written', order: 'oldest-first', verified: verified.oldestAsWritten },
    { sign: 'as-written', order: 'newest-first', verified: verified.newestAsWritten },
    { sign: 'inverted', order: 'oldest-first', verified: verified.oldestInverted },
    { sign: 'inverted', order: 'newest-first', verified: verified.newestInverted },
  ] as const;
  const best = found.reduce((a, b) => (b.verified > a.verified ? b : a));
  return { ...best, checks };
}

/** Whether the balances prove anything: several agree, and nearly all that could be compared. */
export function isProof({ checks, verified }: BalanceVerification): boolean {
  return verified >= 2 && verified >= 0.8 * checks;
}
