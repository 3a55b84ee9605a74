import type { TransactionBatch } from '../../records/transaction-batch.js';
import type { ExpectationRun } from '../expectation.js';
import type { StatementOrder } from '../expectation-kinds.js';
import type { UnexpectedExample } from '../quality-result.js';
import { exampleOf, mostExamples } from '../unexpected-example.js';
import { accountKeys } from './account-keys.js';
import { nothingYet } from './source-checks.js';

/** Each running balance is the one before it and the amounts since. */
export function balanceContinues(order: StatementOrder): ExpectationRun {
  if (order === 'either') return betterOrder();
  const follow = follower(order);
  return { observe: (batch) => follow(batch), finish: () => ({}) };
}

/** Follows both orders and takes the one that breaks less often. */
function betterOrder(): ExpectationRun {
  const orders = (['oldest-first', 'newest-first'] as const).map((order) => ({
    order,
    follow: follower(order),
    evaluated: 0,
    unexpected: 0,
    examples: [] as UnexpectedExample[],
  }));
  return {
    observe: (batch) => {
      for (const each of orders) {
        const { evaluated, rows } = each.follow(batch);
        each.evaluated += evaluated;
        each.unexpected += rows.length;
        for (const row of rows.slice(0, mostExamples - each.examples.length)) {
          each.examples.push(exampleOf(batch, row, 'balance'));
        }
      }
      return nothingYet;
    },
    finish: () => {
      const [one, other] = orders;
      const better = one !== undefined && one.unexpected <= (other?.unexpected ?? 0) ? one : other;
      if (better === undefined) return {};
      const { evaluated, unexpected, examples } = better;
      return { evaluated, unexpected, examples, observed: { order: better.order } };
    },
  };
}

interface AccountState {
  balance: number;
  /** Amounts between that balance and the row at hand. */
  since: number;
  /** Which unbroken run of records the balance is from. */
  stretch: number;
}

type Follower = (batch: TransactionBatch) => { readonly evaluated: number; readonly rows: readonly number[] };

/** Sums of whole minor units: exact, so that a cent that is missing shows. */
function follower(order: 'oldest-first' | 'newest-first'): Follower {
  const isOldestFirst = order === 'oldest-first';
  const accounts = accountKeys();
  const states: AccountState[] = [];
  let stretch = 0;
  let source = -1;
  let recordBefore = 0;

  return (batch) => {
    const { amountMinor, balanceMinor } = batch.table.columns;
    const account = accounts.of(batch);
    const rows: number[] = [];
    let evaluated = 0;
    if (batch.sourceIndex !== source) recordBefore = 0;
    source = batch.sourceIndex;
    for (let row = 0; row < batch.table.length; row++) {
      const record = batch.provenance.row[row] as number;
      // Nobody knows of which account a record was that is missing here, so every balance starts anew.
      if (record !== recordBefore + 1) stretch++;
      recordBefore = record;
      const key = account(row);
      const amount = amountMinor[row] as number;
      const balance = balanceMinor[row] as number;
      const state = states[key];
      const isKnown = state !== undefined && state.stretch === stretch;
      if (Number.isNaN(balance)) {
        if (isKnown) state.since += amount;
        continue;
      }
      if (isKnown) {
        evaluated++;
        const expected = isOldestFirst ? state.balance + state.since + amount : state.balance - state.since;
        if (balance !== expected) rows.push(row);
      }
      states[key] = { balance, since: isOldestFirst ? 0 : amount, stretch };
    }
    return { evaluated, rows };
  };
}
