import type { TransactionType } from '@titans/core';
import { defineFeatures, type FeatureGroup, pickFeatures } from './feature-group.js';
import type { FeatureDescription, TransactionField } from './feature-matrix.js';
import type { FeatureRow } from './feature-row.js';
import { daySeconds, momentOf } from './moment.js';
import { payeeOf } from './payee.js';
import { type RecentKeys, recentKeys } from './recent-keys.js';
import { addToLog, amountSince, type RunningLog, rowsSince, runningLog } from './running-log.js';

const windowsInHours = [1, 6, 24] as const;
const windowsInDays = [7, 30] as const;

/** Rows with a time by the second, and all rows by the day. */
interface Pace {
  readonly bySecond: RunningLog;
  readonly byDay: RunningLog;
}

const newPace = (): Pace => ({ bySecond: runningLog(daySeconds), byDay: runningLog(30) });
const noPace = newPace();

type PaceField = 'date' | 'time' | 'type';

/**
 * How many of the account's earlier rows share something with the row, and what they amounted to, in the windows
 * before it: `[t − 1 h, t)`, 6 and 24 hours by the time of day, of the rows that have one, and `[t − 7 d, t)` and
 * 30 days by the date. Amounts are absolute and of rows of the row's own type. Missing where the row lacks the time
 * (for hours), the date, the type (for amounts), or what is to be shared.
 */
function paceFeatures<Key extends TransactionField>(
  prefix: string,
  inputs: readonly Key[],
  keyOf: (row: Pick<FeatureRow, Key>) => string | null,
): FeatureGroup {
  const windows = [
    ...windowsInHours.map((hours) => ({ label: `${hours}h`, windowDays: Math.ceil(hours / 24) })),
    ...windowsInDays.map((days) => ({ label: `${days}d`, windowDays: days })),
  ];
  return defineFeatures<RecentKeys<Pace>, Key | PaceField, Key | PaceField | 'amount'>({
    features: ['count', 'sum'].flatMap((statistic) =>
      windows.map(
        ({ label, windowDays }): Omit<FeatureDescription, 'inputs' | 'history'> => ({
          name: `${prefix}${statistic}_${label}`,
          kind: 'numeric',
          windowDays,
        }),
      ),
    ),
    inputs: [...inputs, 'date', 'time', 'type'],
    history: [...inputs, 'date', 'time', 'type', 'amount'],
    init: () => recentKeys<Pace>(),
    read(state, row, values) {
      const key = keyOf(row);
      if (key === null) values.fill(Number.NaN);
      else readPace(state.get(key) ?? noPace, row, values);
    },
    update(state, row) {
      const key = keyOf(row);
      if (key === null) return;
      const pace = state.meet(key, newPace);
      const moment = momentOf(row);
      if (!Number.isNaN(moment)) addToLog(pace.bySecond, moment, row);
      addToLog(pace.byDay, row.date, row);
    },
  });
}

function readPace(pace: Pace, row: Pick<FeatureRow, PaceField>, values: Float64Array): void {
  const moment = momentOf(row);
  const sums = windowsInHours.length + windowsInDays.length;
  let slot = 0;
  for (const hours of windowsInHours)
    write(pace.bySecond, moment - hours * 3600, row.type, values, slot++, sums);
  for (const days of windowsInDays) write(pace.byDay, row.date - days, row.type, values, slot++, sums);
}

function write(
  log: RunningLog,
  from: number,
  type: TransactionType | null,
  values: Float64Array,
  slot: number,
  sums: number,
): void {
  const known = !Number.isNaN(from);
  values[slot] = known ? rowsSince(log, from) : Number.NaN;
  values[slot + sums] = known && type !== null ? amountSince(log, from, type) : Number.NaN;
}

const accountPace = paceFeatures('', [], () => 'all');
/** `velocityFeatures` counts whole days already. */
const countedElsewhere = new Set(['count_7d', 'count_30d']);

/**
 * Pace of the account (`count_1h`, `count_6h`, `count_24h`, `sum_1h` … `sum_30d`), and of the row's payee and category
 * within it (`payee_count_1h` … `payee_sum_30d`, `category_count_1h` … `category_sum_30d`).
 */
export const windowFeatures: readonly FeatureGroup[] = [
  pickFeatures(
    accountPace,
    new Set(accountPace.features.map(({ name }) => name).filter((name) => !countedElsewhere.has(name))),
  ),
  paceFeatures('payee_', ['description', 'merchantName'], payeeOf),
  paceFeatures('category_', ['category'], (row) => row.category),
];
