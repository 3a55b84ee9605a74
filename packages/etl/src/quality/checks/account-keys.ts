import { TitansError } from '@titans/core';
import type { TransactionBatch } from '../../records/transaction-batch.js';
import { encodedTexts } from '../field-values.js';

/** At most so many groups of rows are told apart: beyond, a check is an error rather than a machine without memory. */
export const mostGroups: number = 2 ** 20;

/** The error of a check with more groups than that. */
export function tooManyGroups(): TitansError {
  return new TitansError('LIMIT_EXCEEDED', `There are more than ${mostGroups} groups of rows.`);
}

/** Numbers the accounts, of each source by itself or of all sources together. */
export interface AccountKeys {
  /** Gives the number of the account of a row, from 0. */
  of(batch: TransactionBatch): (row: number) => number;
  readonly size: number;
}

/** Starts without accounts. */
export function accountKeys(isPerSource = true): AccountKeys {
  const numbers = new Map<string, number>();
  return {
    get size() {
      return numbers.size;
    },
    of(batch) {
      const { codes, texts } = encodedTexts(batch.table, 'accountId');
      const known = new Int32Array(texts.length + 1).fill(-1);
      const source = isPerSource ? batch.sourceIndex : 0;
      return (row) => {
        const code = codes[row] as number;
        const cached = known[code + 1] as number;
        if (cached >= 0) return cached;
        const key = `${source} ${texts[code] ?? ''}`;
        const number = numbers.get(key) ?? numbers.size;
        if (number >= mostGroups) throw tooManyGroups();
        numbers.set(key, number);
        known[code + 1] = number;
        return number;
      };
    },
  };
}
