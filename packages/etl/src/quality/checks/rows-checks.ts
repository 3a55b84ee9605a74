import type { TransactionField } from '../../normalise/import-field.js';
import type { ExpectationRun } from '../expectation.js';
import type { OrderedField } from '../expectation-kinds.js';
import { encodedTexts, numberReader } from '../field-values.js';
import { rowHasher } from '../row-hashes.js';
import { keySet } from '../sketch/key-set.js';
import { accountKeys, mostGroups, tooManyGroups } from './account-keys.js';

/**
 * Every row but the first of those that agree in all fields. Rows without any of the values are left out.
 *
 * @param spelling By which descriptions are compared.
 */
export function unique(
  fields: readonly TransactionField[],
  spelling?: (text: string) => string,
): ExpectationRun {
  const seen = keySet();
  const hashRows = rowHasher(fields, spelling);
  return {
    observe: ({ table }) => {
      const { hashes, hasAny } = hashRows(table);
      return { evaluated: table.length, rows: seen.addRows(hashes, hasAny) };
    },
    finish: () => ({ observed: { distinct: seen.size } }),
    close: () => seen.close(),
  };
}

/** Fields in which two rows of one payment agree. */
export const duplicateFields: readonly TransactionField[] = [
  'accountId',
  'date',
  'amount',
  'currency',
  'description',
];

/** A description as letters and digits alone, in lower case; as it is where there are none. */
export function squeezed(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '') || text;
}

/** Rows whose value is another one than the first of their group. */
export function singleValue(field: TransactionField, per: TransactionField | undefined): ExpectationRun {
  const firstByGroup = new Map<string | null, string>();
  let differing = 0;
  return {
    observe: ({ table }) => {
      const { codes, texts } = encodedTexts(table, field);
      const groups = per === undefined ? null : encodedTexts(table, per);
      const rows: number[] = [];
      for (let row = 0; row < table.length; row++) {
        const code = codes[row] as number;
        const group = groups === null ? 0 : (groups.codes[row] as number);
        if (code < 0 || group < 0) continue;
        const key = groups === null ? null : (groups.texts[group] as string);
        const value = texts[code] as string;
        const first = firstByGroup.get(key);
        if (first === undefined) {
          if (firstByGroup.size >= mostGroups) throw tooManyGroups();
          firstByGroup.set(key, value);
        } else if (first !== value) rows.push(row);
      }
      differing += rows.length;
      return { evaluated: table.length, rows };
    },
    finish: () => ({ observed: { groups: firstByGroup.size, differing } }),
  };
}

/**
 * Rows that go back behind the one before them, in each account of each source. A row is compared with its neighbour and
 * not with the furthest so far: one date far in the future is one row, not all that follow.
 */
export function monotone(
  field: OrderedField,
  direction: 'rising' | 'falling',
  isStrict: boolean,
): ExpectationRun {
  const factor = direction === 'rising' ? 1 : -1;
  const accounts = accountKeys();
  const latest: number[] = [];
  return {
    observe: (batch) => {
      const value = numberReader(batch.table, field);
      const account = accounts.of(batch);
      const rows: number[] = [];
      for (let row = 0; row < batch.table.length; row++) {
        const now = factor * value(row);
        if (Number.isNaN(now)) continue;
        const key = account(row);
        const before = latest[key];
        if (before !== undefined && (now < before || (isStrict && now === before))) rows.push(row);
        latest[key] = now;
      }
      return { evaluated: batch.table.length, rows };
    },
    finish: () => ({}),
  };
}
