import { TitansError, type TransactionTable } from '@titans/core';
import { requireKnownOptions, requireTable } from '../../validation/arguments.js';
import { settle } from './settle-pairs.js';
import { type OwnAccount, transferTexts } from './transfer-evidence.js';
import type { AmbiguousTransfer, FoundTransfers, TransferPair } from './transfer-pair.js';

/** How transfers are found. */
export interface FindTransfersOptions {
  /** The user's own accounts; every account of the table unless told. */
  readonly accounts?: readonly OwnAccount[];
  /** Most business days (Monday to Friday) from leaving to arriving: 3 unless told, at most 30. */
  readonly businessDays?: number;
  /** Least confidence, 0 to 1: 0.55 unless told. */
  readonly minimumConfidence?: number;
}

export const findTransfersOptions: readonly (keyof FindTransfersOptions)[] = [
  'accounts',
  'businessDays',
  'minimumConfidence',
];

/** Arrivals of one amount that one row is compared with. */
const mostCompared = 64;
/** Rows of an amount up to which the amount itself says something. */
const mostOfRareAmount = 4;

/**
 * Pairs money that left one own account with the same amount and currency arriving in another: at most some business
 * days later, or one before. Words such as "transfer" or "Umbuchung" and the other account's number in the text speak
 * for it; round or frequent amounts without either are left alone. Pairs are one-to-one and the best of all pairings of a block;
 * where another row would do as well, nothing is decided and both are reported.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a wrong number of days.
 * @example
 * ```ts
 * import { createTransaction, tableFromRows } from '@titans/core';
 * import { findTransfers } from '@titans/etl';
 *
 * const table = tableFromRows([
 *   createTransaction({ accountId: 'giro', date: '2024-03-01', description: 'Umbuchung Tagesgeld', amount: -500 }),
 *   createTransaction({ accountId: 'savings', date: '2024-03-04', description: 'Gutschrift', amount: 500 }),
 * ]);
 * findTransfers(table).transfers; // [{ out: 0, in: 1, businessDays: 1, … }]
 * ```
 */
export function findTransfers(table: TransactionTable, options: FindTransfersOptions = {}): FoundTransfers {
  requireTable(table, 'findTransfers');
  requireKnownOptions(options, findTransfersOptions, 'findTransfers');
  const { accounts = [], businessDays = 3, minimumConfidence = 0.55 } = options;
  if (!(Number.isInteger(businessDays) && businessDays >= 0 && businessDays <= 30)) {
    throw new TitansError('INVALID_ARGUMENT', `businessDays is 0 to 30, not ${businessDays}.`, {
      details: { field: 'businessDays' },
    });
  }
  const pairOf = pairEvidence(table, accounts, businessDays);
  const transfers: TransferPair[] = [];
  const ambiguous: AmbiguousTransfer[] = [];
  for (const block of blocksOf(table, accounts)) {
    for (const component of componentsOf(block, table, businessDays, pairOf, minimumConfidence)) {
      const settled = settle(component, table);
      transfers.push(...settled.transfers);
      ambiguous.push(...settled.ambiguous);
    }
  }
  transfers.sort((a, b) => a.out - b.out);
  ambiguous.sort((a, b) => a.row - b.row);
  return { transfers, ambiguous };
}

interface Block {
  readonly outs: readonly number[];
  readonly ins: readonly number[];
}

/** Rows of one currency and amount, in time order. */
function blocksOf(table: TransactionTable, accounts: readonly OwnAccount[]): readonly Block[] {
  const { accountId, amountMinor, currency, date } = table.columns;
  const own = new Set(accounts.map(({ id }) => id));
  const isOwn = accountId.values.map((id) => own.size === 0 || own.has(id));
  const blocks = new Map<number, Map<number, { outs: number[]; ins: number[] }>>();
  for (let row = 0; row < table.length; row++) {
    const amount = amountMinor[row] as number;
    if (amount === 0 || isOwn[accountId.codes[row] as number] !== true) continue;
    const code = currency.codes[row] as number;
    const ofCurrency = blocks.get(code) ?? new Map<number, { outs: number[]; ins: number[] }>();
    blocks.set(code, ofCurrency);
    const block = ofCurrency.get(Math.abs(amount)) ?? { outs: [], ins: [] };
    ofCurrency.set(Math.abs(amount), block);
    (amount < 0 ? block.outs : block.ins).push(row);
  }
  const byDay = (a: number, b: number): number => (date[a] as number) - (date[b] as number) || a - b;
  return [...blocks.values()]
    .flatMap((ofCurrency) => [...ofCurrency.values()])
    .filter(({ outs, ins }) => outs.length > 0 && ins.length > 0)
    .map(({ outs, ins }) => ({ outs: outs.sort(byDay), ins: ins.sort(byDay) }));
}

type PairEvidence = (out: number, arrival: number, isRare: boolean) => TransferPair | null;

function pairEvidence(
  table: TransactionTable,
  accounts: readonly OwnAccount[],
  mostBusinessDays: number,
): PairEvidence {
  const { accountId, amountMinor, date } = table.columns;
  const textsOf = transferTexts(table, accounts);
  return (out, arrival, isRare) => {
    const [from, to] = [accountId.codes[out] as number, accountId.codes[arrival] as number];
    if (from === to) return null;
    const days = businessDaysBetween(date[out] as number, date[arrival] as number);
    if (days < -1 || days > mostBusinessDays) return null;
    const ofOut = textsOf(out, accountId.values[to] as string);
    const ofArrival = textsOf(arrival, accountId.values[from] as string);
    const words = Number(ofOut.hasTransferWord) + Number(ofArrival.hasTransferWord);
    const namesAccount = ofOut.namesOther || ofArrival.namesOther;
    const isRound = (amountMinor[out] as number) % 1_000 === 0;
    // The same day is surer than the next, even over a weekend.
    const doubtfulDays = date[out] === date[arrival] ? 0 : Math.max(1, Math.abs(days));
    // An amount that occurs often meets its opposite by chance.
    const saysNothing = words === 0 && !namesAccount;
    const confidence =
      (isRound ? 0.45 : 0.62) +
      0.2 * words +
      (namesAccount ? 0.35 : 0) -
      0.03 * doubtfulDays -
      (saysNothing && !isRare ? 0.2 : 0);
    return {
      out,
      in: arrival,
      confidence: Math.max(0, Math.min(1, confidence)),
      businessDays: days,
      hasTransferWord: words > 0,
      namesAccount,
    };
  };
}

/** Pairs that hang together: what is decided about one of them matters to the others. */
function componentsOf(
  { outs, ins }: Block,
  table: TransactionTable,
  businessDays: number,
  pairOf: PairEvidence,
  minimumConfidence: number,
): readonly (readonly TransferPair[])[] {
  const { date } = table.columns;
  const isRare = outs.length + ins.length <= mostOfRareAmount;
  const pairs: TransferPair[] = [];
  const parent = new Map<number, number>();
  const rootOf = (row: number): number => {
    let root = row;
    for (let next = parent.get(root); next !== undefined; next = parent.get(root)) root = next;
    if (root !== row) parent.set(row, root);
    return root;
  };
  // Business days are at most this many calendar days, and one before can be a Friday for a Monday.
  const longest = businessDays + 2 * Math.ceil((businessDays + 1) / 5) + 2;
  let start = 0;
  for (const out of outs) {
    const day = date[out] as number;
    while (start < ins.length && (date[ins[start] as number] as number) < day - 3) start++;
    for (let at = start; at < ins.length && at < start + mostCompared; at++) {
      const arrival = ins[at] as number;
      if ((date[arrival] as number) > day + longest) break;
      const pair = pairOf(out, arrival, isRare);
      if (pair === null || pair.confidence < minimumConfidence) continue;
      pairs.push(pair);
      const [a, b] = [rootOf(out), rootOf(arrival)];
      if (a !== b) parent.set(a, b);
    }
  }
  const components = new Map<number, TransferPair[]>();
  for (const pair of pairs) {
    const root = rootOf(pair.out);
    const component = components.get(root) ?? [];
    component.push(pair);
    components.set(root, component);
  }
  return [...components.values()];
}

/** Mondays to Fridays after the first day up to the second; negative if the second is earlier. */
export function businessDaysBetween(from: number, to: number): number {
  if (to < from) return -businessDaysBetween(to, from);
  const weeks = Math.floor((to - from) / 7);
  let days = 5 * weeks;
  for (let day = from + 7 * weeks + 1; day <= to; day++) {
    // 1970-01-01 was a Thursday.
    const weekday = (((day + 4) % 7) + 7) % 7;
    if (weekday !== 0 && weekday !== 6) days++;
  }
  return days;
}
