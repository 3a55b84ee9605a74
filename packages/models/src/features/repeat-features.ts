import { defineFeatures, type FeatureGroup } from './feature-group.js';
import type { FeatureRow } from './feature-row.js';
import { payeeOf } from './payee.js';

const windowsInDays = [1, 3] as const;
const longest = 3;

/** Rows by payee and amount of one day. */
interface DayOfRepeats {
  readonly day: number;
  readonly rows: Map<string, number>;
}

/**
 * Earlier rows of the same payee with exactly the same amount, dated on the row's day or up to one day, or up to three
 * days, before: a charge that was made twice, or a payment that was sent twice.
 */
export const repeatFeatures: FeatureGroup = defineFeatures({
  features: windowsInDays.map((windowDays) => ({
    name: `repeat_count_${windowDays}d`,
    kind: 'numeric' as const,
    windowDays,
  })),
  inputs: ['description', 'merchantName', 'date', 'amount'],
  history: ['description', 'merchantName', 'date', 'amount'],
  init: (): DayOfRepeats[] => [],
  read(state, row, values) {
    values.fill(Number.isNaN(row.date) ? Number.NaN : 0);
    const key = keyOf(row);
    for (const { day, rows } of state) {
      const times = rows.get(key) ?? 0;
      windowsInDays.forEach((days, slot) => {
        if (day >= row.date - days) values[slot] = (values[slot] as number) + times;
      });
    }
  },
  update(state, row) {
    let today = state.at(-1);
    if (today?.day !== row.date) {
      today = { day: row.date, rows: new Map() };
      state.push(today);
      while ((state[0] as DayOfRepeats).day < row.date - longest) state.shift();
    }
    const key = keyOf(row);
    today.rows.set(key, (today.rows.get(key) ?? 0) + 1);
  },
});

function keyOf(row: Pick<FeatureRow, 'description' | 'merchantName' | 'amount'>): string {
  return `${row.amount} ${payeeOf(row) ?? ''}`;
}
