import type { TransactionTable } from '@titans/core';
import { minimumCostMatching } from './minimum-cost-matching.js';
import type { AmbiguousTransfer, FoundTransfers, TransferPair } from './transfer-pair.js';

/** Rows of one block that are matched exactly; beyond it the best pair goes first. */
const mostMatchedExactly = 24;
/** Two pairings that differ by less are equally good. */
const sameCost = 2;

/**
 * Decides about pairs that hang together: as many as possible at the least cost, one-to-one. A row that an equally good
 * solution would leave out is ambiguous, unless nobody could tell it from the row taken instead.
 */
export function settle(pairs: readonly TransferPair[], table: TransactionTable): FoundTransfers {
  const rows = new Set(pairs.flatMap((pair) => [pair.out, pair.in]));
  if (pairs.length === 1) return { transfers: pairs, ambiguous: [] };
  if (rows.size > mostMatchedExactly) return bestFirst(pairs, table);
  const best = bestPairs(pairs);
  const doubtful = new Map<number, Set<number>>();
  for (const pair of best) {
    for (const row of [pair.out, pair.in]) {
      const rest = pairs.filter((other) => other.out !== row && other.in !== row);
      const without = bestPairs(rest);
      if (without.length < best.length || costOf(without) > costOf(best) + sameCost) continue;
      const taken = new Set(best.flatMap((each) => [each.out, each.in]));
      const instead = without.flatMap((each) => [each.out, each.in]).filter((each) => !taken.has(each));
      // Rows that nobody can tell apart: either of them will do.
      if (instead.every((other) => isAlike(table, other, row))) continue;
      for (const doubted of [pair.out, pair.in]) doubtful.set(doubted, new Set());
      for (const other of instead) doubtful.set(other, doubtful.get(other) ?? new Set());
    }
  }
  for (const [row, candidates] of doubtful) {
    for (const pair of pairs) {
      if (pair.out === row) candidates.add(pair.in);
      if (pair.in === row) candidates.add(pair.out);
    }
  }
  return {
    transfers: best.filter((pair) => !doubtful.has(pair.out) && !doubtful.has(pair.in)),
    ambiguous: [...doubtful].map(([row, candidates]) => ({
      row,
      candidates: [...candidates].sort((a, b) => a - b),
    })),
  };
}

function bestPairs(pairs: readonly TransferPair[]): readonly TransferPair[] {
  const outs = [...new Set(pairs.map((pair) => pair.out))];
  const ins = [...new Set(pairs.map((pair) => pair.in))];
  const pairAt = new Map(pairs.map((pair) => [`${pair.out} ${pair.in}`, pair]));
  const at = (row: number, column: number): TransferPair | undefined =>
    pairAt.get(`${outs[row]} ${ins[column]}`);
  const costs = outs.map((_, row) =>
    ins.map((__, column) => {
      const pair = at(row, column);
      return pair === undefined ? Number.POSITIVE_INFINITY : pairCost(pair);
    }),
  );
  return [...minimumCostMatching(costs)].flatMap((column, row) => {
    const pair = column < 0 ? undefined : at(row, column);
    return pair === undefined ? [] : [pair];
  });
}

/** For many rows of one amount: the best pair first, unless another is as good. */
function bestFirst(pairs: readonly TransferPair[], table: TransactionTable): FoundTransfers {
  const pairsOf = new Map<number, TransferPair[]>();
  for (const pair of pairs) {
    for (const row of [pair.out, pair.in]) {
      const ofRow = pairsOf.get(row) ?? [];
      ofRow.push(pair);
      pairsOf.set(row, ofRow);
    }
  }
  const taken = new Set<number>();
  const transfers: TransferPair[] = [];
  const ambiguous: AmbiguousTransfer[] = [];
  const isFree = (pair: TransferPair): boolean => !taken.has(pair.out) && !taken.has(pair.in);
  const rivalsOf = (pair: TransferPair, row: 'out' | 'in'): readonly number[] => {
    const other = row === 'out' ? 'in' : 'out';
    return (pairsOf.get(pair[row]) ?? [])
      .filter((rival) => rival !== pair && isFree(rival) && pairCost(rival) <= pairCost(pair) + sameCost)
      .map((rival) => rival[other])
      .filter((rival) => !isAlike(table, rival, pair[other]));
  };
  const best = [...pairs].sort((a, b) => pairCost(a) - pairCost(b) || a.out - b.out || a.in - b.in);
  for (const pair of best) {
    if (!isFree(pair)) continue;
    const [ofOut, ofIn] = [rivalsOf(pair, 'out'), rivalsOf(pair, 'in')];
    if (ofOut.length === 0 && ofIn.length === 0) transfers.push(pair);
    else {
      ambiguous.push(
        { row: pair.out, candidates: [pair.in, ...ofOut] },
        { row: pair.in, candidates: [pair.out, ...ofIn] },
      );
    }
    taken.add(pair.out).add(pair.in);
  }
  return { transfers, ambiguous };
}

const pairCost = (pair: TransferPair): number => 100 * (1 - pair.confidence);

const costOf = (pairs: readonly TransferPair[]): number =>
  pairs.reduce((sum, pair) => sum + pairCost(pair), 0);

function isAlike(table: TransactionTable, a: number, b: number): boolean {
  const { accountId, date, description } = table.columns;
  return (
    accountId.codes[a] === accountId.codes[b] &&
    date[a] === date[b] &&
    description.codes[a] === description.codes[b]
  );
}
