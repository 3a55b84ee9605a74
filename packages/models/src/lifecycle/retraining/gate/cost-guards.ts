import { breathe, type Transaction } from '@titans/core';
import { numberBetween } from '../../../estimators/parameters.js';
import type { TransactionQuery } from '../../../tasks/predictions.js';
import { queryOf } from '../../../tasks/query-of.js';
import { type Contender, type Guard, nothingToCompare } from './guard.js';

const mostTimedRows = 50;
const rounds = 5;
/** What is faster than this is fast enough, however fast the champion is. */
const fastEnoughMs = 2;

/**
 * Keeps answers from becoming slow: the median time of one answer, the fastest of five rounds that alternate with the
 * champion's, may be so many times the champion's. What takes less than 2 ms passes.
 *
 * @param options `mostTimes`: 3 unless told.
 * @throws TitansError `INVALID_ARGUMENT` unless `mostTimes` is above 0.
 */
export function latencyGuard({ mostTimes = 3 }: { readonly mostTimes?: number } = {}): Guard {
  numberBetween('mostTimes', mostTimes, 0, Number.MAX_VALUE);
  return {
    name: 'latency',
    async check({ candidate, champion, rows, signal }) {
      if (champion === null) return nothingToCompare('champion');
      const queries = Array.from({ length: Math.min(mostTimedRows, rows.length) }, (_, row) =>
        queryOf(rows.row(row) as Transaction),
      );
      let [mine, theirs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
      for (let round = 0; round < rounds; round++) {
        await breathe(signal, 'measuring latency');
        mine = Math.min(mine, medianMs(candidate, queries));
        theirs = Math.min(theirs, medianMs(champion, queries));
      }
      const reason = `an answer takes ${mine.toFixed(2)} ms, the champion's ${theirs.toFixed(2)} ms`;
      return { passed: mine <= Math.max(fastEnoughMs, theirs * mostTimes), reason };
    },
  };
}

/**
 * Keeps models from growing out of bounds.
 *
 * @param options `mostTimes` the bytes of the champion, 3 unless told; `mostBytes`, whatever the champion has.
 * @throws TitansError `INVALID_ARGUMENT` for what is not above 0.
 */
export function sizeGuard({
  mostTimes = 3,
  mostBytes = Number.MAX_VALUE,
}: {
  readonly mostTimes?: number;
  readonly mostBytes?: number;
} = {}): Guard {
  numberBetween('mostTimes', mostTimes, 0, Number.MAX_VALUE);
  numberBetween('mostBytes', mostBytes, 0, Number.POSITIVE_INFINITY);
  return {
    name: 'bytes',
    check({ candidate, champion }) {
      const { bytes } = candidate.version;
      const others = champion === null ? Number.POSITIVE_INFINITY : champion.version.bytes;
      const reason = champion === null ? `${bytes} bytes` : `${bytes} bytes, the champion's ${others}`;
      return { passed: bytes <= Math.min(mostBytes, others * mostTimes), reason };
    },
  };
}

function medianMs({ suite }: Contender, queries: readonly TransactionQuery[]): number {
  const times = queries.map((query) => {
    const begun = performance.now();
    suite.predict(query);
    return performance.now() - begun;
  });
  return times.sort((a, b) => a - b)[times.length >> 1] ?? 0;
}
