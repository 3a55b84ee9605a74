import { selectRows, type TransactionTable } from '@titans/core';
import { detectDrift } from '../../../drift/detection/detect-drift.js';
import type { DriftOptions } from '../../../drift/detection/detection-options.js';
import type { DriftResult } from '../../../drift/detection/drift-result.js';
import { sketch } from '../../../drift/sketches/sketch.js';
import { integerWithin, requireFunction } from '../../../estimators/parameters.js';
import { firstRowAfter } from '../rows.js';
import type { RetrainingTrigger, TriggerContext } from './trigger.js';

/** The part of a `DriftResult` that decides. */
export type DriftVerdict = Pick<DriftResult, 'state' | 'pValue' | 'level'> & {
  readonly features: readonly Pick<DriftResult['features'][number], 'feature' | 'state'>[];
};

/** How drift is sought. */
export interface DriftTriggerOptions extends DriftOptions {
  /** Newest days that are compared, 28 unless told; whole weeks, or else the weekday drifts for sure. */
  readonly days?: number;
  /** What is compared instead; `null` where there is nothing to compare. */
  readonly detect?: (context: TriggerContext) => Promise<DriftVerdict | null>;
}

const mostNamed = 5;

/**
 * Trains where the rows that came since the champion was trained have drifted away from those that it learned from: the newest
 * weeks of them against the reference that is stored with it. Too few rows to tell are no drift.
 *
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function driftTrigger({ days = 28, detect, ...options }: DriftTriggerOptions = {}): RetrainingTrigger {
  integerWithin('days', days, 1, 36_500);
  if (detect !== undefined) requireFunction('detect', detect);
  return {
    name: 'drift',
    async check(context) {
      if (context.champion === null)
        return { due: false, reason: 'there is no champion to have drifted from' };
      const found = await (detect ?? againstReference(days, options))(context);
      if (found === null)
        return { due: false, reason: 'there is nothing to compare: no reference, or no new rows' };
      const { state, pValue, level, features } = found;
      if (state === 'insufficient') return { due: false, reason: 'there are too few rows to tell' };
      if (state === 'no-drift') return { due: false, reason: `no drift found (p ${shown(pValue)})` };
      const drifted = features.flatMap(({ feature, state: of }) => (of === 'drift' ? [feature] : []));
      const named = drifted.slice(0, mostNamed).join(', ');
      const rest = drifted.length > mostNamed ? ` and ${drifted.length - mostNamed} more` : '';
      const where = named === '' ? 'of the schema' : `of ${named}${rest}`;
      return { due: true, reason: `drift ${where} (p ${shown(pValue)}, level ${level})` };
    },
  };
}

function againstReference(
  days: number,
  options: DriftOptions,
): (context: TriggerContext) => Promise<DriftVerdict | null> {
  return async ({ suite, rows }) => {
    const { reference, report } = await suite();
    if (reference === null || report.training === null) return null;
    const newest = newestRows(await rows(), report.training.data.lastDate, days);
    return newest.length === 0 ? null : detectDrift(reference.transactions, sketch(newest), options);
  };
}

/** The rows of the newest days that are later than a day. */
function newestRows(table: TransactionTable, after: string, days: number): TransactionTable {
  const { date } = table.columns;
  const last = date[table.length - 1] ?? 0;
  const first = Math.max(
    firstRowAfter(table, after),
    date.findIndex((day) => day > last - days),
  );
  return selectRows(
    table,
    Int32Array.from({ length: table.length - first }, (_, row) => first + row),
  );
}

function shown(pValue: number | null): string {
  return pValue === null ? 'unknown' : pValue.toPrecision(2);
}
