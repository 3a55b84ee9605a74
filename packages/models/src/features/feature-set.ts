import { TitansError, type TransactionTable } from '@titans/core';
import { refuseUnknownParameters } from '../estimators/parameters.js';
import { accountFold, blankReader, compareMoments } from './account-fold.js';
import { checkGroups, checkTable } from './check-features.js';
import { type FeatureGroup, pickFeatures } from './feature-group.js';
import type { FeatureDescription, FeatureMatrix, TransactionField } from './feature-matrix.js';
import { type FeatureRow, featureRowAt, fieldHider } from './feature-row.js';
import { looksBackOn } from './look-back.js';

/** How {@link FeatureSet.matrix} is computed. */
export interface MatrixOptions {
  /**
   * Rows that later rows may look back on, 1 for yes; all unless told. A row that is held out of training is read
   * but not seen by others.
   */
  readonly visible?: Uint8Array;
}

/**
 * Features to compute together. State is kept per account and currency. A row sees the rows strictly before it:
 * those of earlier days, and those of its own day if both have a time of day and the other's is earlier.
 */
export interface FeatureSet {
  readonly features: readonly FeatureDescription[];
  readonly groups: readonly FeatureGroup[];
  /** Fields of the row itself that are hidden from every feature, because they would reveal the target. */
  readonly hidden: readonly TransactionField[];
  /**
   * Every feature of every row, in the table's order: one fold in time order. O(rows × features).
   *
   * @throws TitansError `INVALID_ARGUMENT` for what is no table or an unknown option, `SHAPE_MISMATCH` where `visible` is
   * not of the length of the table.
   */
  matrix(table: TransactionTable, options?: MatrixOptions): FeatureMatrix;
  /**
   * Features of rows asked about one by one, each looking back on `history` alone; equal to the batch. Without a
   * history the features that look back are missing: nothing is known of the past, which is not an empty past.
   *
   * @throws TitansError `INVALID_ARGUMENT` for what is no list of rows, or no table.
   */
  read(rows: readonly FeatureRow[], history?: TransactionTable): FeatureMatrix;
}

/**
 * Makes a set of groups.
 *
 * @throws TitansError `INVALID_ARGUMENT` if two features have one name, or for what is no group.
 */
export function featureSet(
  groups: readonly FeatureGroup[],
  hidden: readonly TransactionField[] = [],
): FeatureSet {
  checkGroups(groups);
  const features = Object.freeze(groups.flatMap((group) => group.features));
  const hide = fieldHider(hidden);
  const readBlank = blankReader(groups);
  const readAlone = readerAlone(groups);
  const names = new Set<string>();
  for (const { name } of features) {
    if (names.has(name)) {
      throw new TitansError('INVALID_ARGUMENT', `Two features are called ${name}: rename one.`, {
        details: { feature: name },
      });
    }
    names.add(name);
  }

  function matrix(table: TransactionTable, options: MatrixOptions = {}): FeatureMatrix {
    checkTable('table', table);
    refuseUnknownParameters('matrix', options, ['visible']);
    const { visible } = options;
    if (visible !== undefined && visible.length !== table.length) {
      throw new TitansError(
        'SHAPE_MISMATCH',
        `visible has ${visible.length} entries for a table of ${table.length} rows.`,
      );
    }
    const collector = columnsOf(features.length, table.length);
    // Account by account: the state of one fits the caches of a processor, those of a thousand do not.
    for (const order of accountOrders(table)) {
      const fold = accountFold(groups);
      for (const index of order) {
        const row = featureRowAt(table, index);
        fold.read(hide(row), collector.slot);
        collector.store(index);
        if (visible === undefined || visible[index] === 1) fold.observe(row);
      }
    }
    return { rows: table.length, features, columns: collector.columns };
  }

  function read(rows: readonly FeatureRow[], history?: TransactionTable): FeatureMatrix {
    if (!Array.isArray(rows)) {
      throw new TitansError('INVALID_ARGUMENT', 'Give a list of rows, as featureRowOf makes them.', {
        details: { field: 'rows' },
      });
    }
    if (history === undefined) {
      return { rows: rows.length, features, columns: readAlone(rows.map(hide)) };
    }
    checkTable('history', history);
    const pastByKey = features.some(looksBackOn)
      ? accountRows(history, new Set(rows.map(stateKey)))
      : new Map<string, FeatureRow[]>();
    const collector = columnsOf(features.length, rows.length);
    rows.forEach((row, index) => {
      if (pastByKey.has(stateKey(row))) return;
      readBlank(hide(row), collector.slot);
      collector.store(index);
    });
    for (const [key, past] of pastByKey) {
      // One pass over the past serves all rows of the account: the fold knows what each of them may see.
      const asked = [...rows.keys()]
        .filter((index) => stateKey(at(rows, index)) === key)
        .sort((a, b) => compareMoments(at(rows, a), at(rows, b)));
      const fold = accountFold(groups, Math.min(...asked.map((index) => earliestSeenBy(at(rows, index)))));
      let observed = 0;
      for (const index of asked) {
        const row = at(rows, index);
        for (; observed < past.length && compareMoments(at(past, observed), row) <= 0; observed++) {
          fold.observe(at(past, observed));
        }
        fold.read(hide(row), collector.slot);
        collector.store(index);
      }
    }
    return { rows: rows.length, features, columns: collector.columns };
  }

  return Object.freeze({ features, groups: Object.freeze([...groups]), hidden, matrix, read });
}

/**
 * The named features of a set, in the set's order.
 *
 * @throws TitansError `FEATURE_UNKNOWN` if there is none of a name, `INVALID_ARGUMENT` for what is no list.
 */
export function namedFeatures(
  set: FeatureSet,
  names: readonly string[],
  hidden: readonly TransactionField[] = set.hidden,
): FeatureSet {
  if (!Array.isArray(names)) {
    throw new TitansError('INVALID_ARGUMENT', 'Give the names of features as a list.', {
      details: { field: 'names' },
    });
  }
  const known = new Set(set.features.map(({ name }) => name));
  for (const name of names) {
    if (!known.has(name)) {
      throw new TitansError('FEATURE_UNKNOWN', `There is no feature ${name}.`, {
        details: { feature: name },
      });
    }
  }
  const wanted = new Set(names);
  const groups = set.groups
    .filter((group) => group.features.some(({ name }) => wanted.has(name)))
    .map((group) => pickFeatures(group, wanted));
  return featureSet(groups, hidden);
}

/** Accounts in several currencies keep one state for each: their amounts cannot be compared. */
function stateKey(row: Pick<FeatureRow, 'accountId' | 'currency'>): string {
  return `${row.currency} ${row.accountId}`;
}

/** Rows of a table, given in its order, by moment; those of one moment stay in the table's order. */
function timeOrder({ columns: { date, secondOfDay } }: TransactionTable, rows: Uint32Array): Uint32Array {
  // Seconds are -1 without a time, so that such a row comes first on its day.
  const moments = new Float64Array(date.length);
  let isInOrder = true;
  let last = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    const moment = (date[row] as number) * 86_401 + (secondOfDay[row] as number) + 1;
    moments[row] = moment;
    isInOrder &&= last <= moment;
    last = moment;
  }
  return isInOrder ? rows : rows.sort((a, b) => (moments[a] as number) - (moments[b] as number) || a - b);
}

/** The rows of each account and currency, by moment. */
function accountOrders(table: TransactionTable): Iterable<readonly number[]> {
  const { accountId, currency } = table.columns;
  const orders = new Map<number, number[]>();
  for (const row of timeOrder(
    table,
    Uint32Array.from({ length: table.length }, (_, index) => index),
  )) {
    const key = (accountId.codes[row] as number) * currency.values.length + (currency.codes[row] as number);
    const order = orders.get(key);
    if (order === undefined) orders.set(key, [row]);
    else order.push(row);
  }
  return orders.values();
}

/** The day that windows of a row are counted from; a row without a date sees everything. */
function earliestSeenBy({ date }: FeatureRow): number {
  return Number.isNaN(date) ? Number.NEGATIVE_INFINITY : date;
}

function accountRows(history: TransactionTable, keys: ReadonlySet<string>): Map<string, FeatureRow[]> {
  const { accountId, currency } = history.columns;
  const rowsByKey = new Map<string, FeatureRow[]>();
  const rowsByCodes = accountId.values.map((account) =>
    currency.values.map((code) => {
      const key = stateKey({ accountId: account, currency: code });
      const rows: FeatureRow[] = [];
      if (keys.has(key)) rowsByKey.set(key, rows);
      return keys.has(key) ? rows : null;
    }),
  );
  const rowsOf = (index: number) =>
    rowsByCodes[accountId.codes[index] as number]?.[currency.codes[index] as number];
  const found: number[] = [];
  for (let index = 0; index < history.length; index++) if (rowsOf(index)) found.push(index);
  for (const index of timeOrder(history, Uint32Array.from(found))) {
    rowsOf(index)?.push(featureRowAt(history, index));
  }
  return rowsByKey;
}

/** Reads of rows of whose past nothing is known what does not look back. */
export interface OwnReader {
  readonly features: readonly FeatureDescription[];
  /** Writes one value for each of the features. */
  read(row: FeatureRow, values: Float64Array): void;
}

/** Makes a reader of the features that do not look back, in their order. */
export function ownReader(groups: readonly FeatureGroup[]): OwnReader {
  const own = groups.filter(({ features }) => !features.every(looksBackOn));
  const all = own.flatMap(({ features }) => features);
  const places = [...all.keys()].filter((place) => !looksBackOn(all[place] as FeatureDescription));
  const readAll = blankReader(own);
  const slot = new Float64Array(all.length);
  return {
    features: places.map((place) => all[place] as FeatureDescription),
    read(row, values) {
      readAll(row, slot);
      for (let at = 0; at < places.length; at++) values[at] = slot[places[at] as number] as number;
    },
  };
}

/**
 * Makes a reader of rows of whose past nothing is known. Features that look back are missing: one column stands for all of
 * them, which is not to be written to, and only the others are computed.
 */
function readerAlone(groups: readonly FeatureGroup[]): (rows: readonly FeatureRow[]) => Float64Array[] {
  const own = ownReader(groups);
  const slot = new Float64Array(own.features.length);
  const features = groups.flatMap((group) => group.features);
  return (rows) => {
    const written = own.features.map(() => new Float64Array(rows.length));
    for (let row = 0; row < rows.length; row++) {
      own.read(at(rows, row), slot);
      for (let place = 0; place < written.length; place++) {
        (written[place] as Float64Array)[row] = slot[place] as number;
      }
    }
    const missing = new Float64Array(rows.length).fill(Number.NaN);
    let next = 0;
    return features.map((feature) => (looksBackOn(feature) ? missing : (written[next++] as Float64Array)));
  };
}

function columnsOf(
  features: number,
  rows: number,
): { slot: Float64Array; columns: Float64Array[]; store(row: number): void } {
  const slot = new Float64Array(features);
  const columns = Array.from({ length: features }, () => new Float64Array(rows));
  return {
    slot,
    columns,
    store(row) {
      for (let feature = 0; feature < features; feature++) {
        (columns[feature] as Float64Array)[row] = slot[feature] as number;
      }
    },
  };
}

function at(rows: readonly FeatureRow[], index: number): FeatureRow {
  return rows[index] as FeatureRow;
}
