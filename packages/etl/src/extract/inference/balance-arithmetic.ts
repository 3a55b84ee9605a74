/** How a column of running balances agrees with a column of amounts. */
export interface BalanceVerification {
  /** `inverted` where money that went out is positive. */
  readonly sign: 'as-written' | 'inverted';
  readonly order: 'oldest-first' | 'newest-first';
  /** Pairs of balances that could be compared, and those that agree to the smallest unit. */
  readonly checks: number;
  readonly verified: number;
  /**
   * Whether each balance is that after its row or before it. The one agrees in one order exactly where the other does in
   * the other order with the opposite sign: only the days of the rows tell them apart.
   */
  readonly stands: 'after' | 'before' | 'unknown';
}

type Combination = 'oldestAsWritten' | 'oldestInverted' | 'newestAsWritten' | 'newestInverted';

const combinations = {
  oldestAsWritten: { sign: 'as-written', order: 'oldest-first' },
  newestAsWritten: { sign: 'as-written', order: 'newest-first' },
  oldestInverted: { sign: 'inverted', order: 'oldest-first' },
  newestInverted: { sign: 'inverted', order: 'newest-first' },
} as const satisfies Record<Combination, Pick<BalanceVerification, 'sign' | 'order'>>;

/** Steps of one kind that outweigh those of the other: a day out of order proves nothing. */
const clearMajority = 4;

/**
 * Compares balances with the amounts between them, in both orders and with both signs, and gives the combination
 * that most pairs agree with. Rows without a balance add up until the next that has one. Where the days of the pairs
 * that agree go the other way than the order, the balances stand before their rows: order and sign are turned.
 *
 * @param amounts Whole numbers of one unit; `null` where a row has none.
 * @param balances In the same unit.
 * @param days Days of the rows, in each way in which they may be read.
 */
export function verifyBalances(
  amounts: readonly (number | null)[],
  balances: readonly (number | null)[],
  days: readonly (readonly (number | null)[])[] = [],
): BalanceVerification {
  let checks = 0;
  // A zero agrees with both signs and tells nothing.
  const verified = { oldestAsWritten: 0, oldestInverted: 0, newestAsWritten: 0, newestInverted: 0 };
  const steps = { up: { ...verified }, down: { ...verified } };
  let before: number | null = null;
  let rowBefore = 0;
  let sumAfter = 0;
  let sumBefore = 0;
  function agree(combination: Combination, row: number): void {
    verified[combination]++;
    const step = stepOf(days, rowBefore, row);
    if (step !== null) steps[step][combination]++;
  }

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
        // Most pairs of columns agree nowhere: nothing is made for those.
        if (difference === sumAfter) agree('oldestAsWritten', row);
        if (difference === -sumAfter) agree('oldestInverted', row);
        if (difference === -sumBefore) agree('newestAsWritten', row);
        if (difference === sumBefore) agree('newestInverted', row);
      }
    }
    before = balance;
    rowBefore = row;
    sumAfter = 0;
    sumBefore = amount;
  }
  const names = Object.keys(combinations) as Combination[];
  const best = names.reduce((a, b) => (verified[b] > verified[a] ? b : a));
  const { sign, order } = combinations[best];
  const [ups, downs] = [steps.up[best], steps.down[best]];
  const [along, against] = order === 'oldest-first' ? [ups, downs] : [downs, ups];
  const outcome = { checks, verified: verified[best] };
  if (against > clearMajority * along) {
    return { ...outcome, ...turned({ sign, order }), stands: 'before' };
  }
  return { ...outcome, sign, order, stands: along > clearMajority * against ? 'after' : 'unknown' };
}

/** The same agreement with the balances on the other side of their rows. */
export function turned({
  sign,
  order,
}: Pick<BalanceVerification, 'sign' | 'order'>): Pick<BalanceVerification, 'sign' | 'order'> {
  return {
    sign: sign === 'as-written' ? 'inverted' : 'as-written',
    order: order === 'oldest-first' ? 'newest-first' : 'oldest-first',
  };
}

/** Whether the days go up or down from one row to another, however they are read; `null` if that is not known. */
function stepOf(
  days: readonly (readonly (number | null)[])[],
  from: number,
  to: number,
): 'up' | 'down' | null {
  const found = days.map((read) => Math.sign((read[to] ?? Number.NaN) - (read[from] ?? Number.NaN)));
  const [first] = found;
  if (first === undefined || found.some((step) => step !== first)) return null;
  return first > 0 ? 'up' : first < 0 ? 'down' : null;
}

/** Whether the balances prove anything: several agree, and nearly all that could be compared. */
export function isProof({ checks, verified }: BalanceVerification): boolean {
  return verified >= 2 && verified >= 0.8 * checks;
}
