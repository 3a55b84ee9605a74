import { fromEpochDay } from '@titans/core';
import type { AmountModel, LiveAmountModel } from '../models.js';
import type { AmountPrediction, AmountPredictOptions, TransactionQuery } from '../predictions.js';
import type { AmountParts } from './amount-model.js';
import { type AmountTeller, copyOf } from './answer.js';
import { type AmountRange, amountLevels, isFixedKind, type Reach } from './range.js';

/** How far one amount outside moves an end, on the scale of ln(1 + amount). */
const step = 0.005;
/** Amounts that a day counts as at most: all of them are told by the same ends, which more would carry past the mark. */
const mostOfDay = 50;
/**
 * How far an end may be moved in all: outwards by a factor of some seven, beyond which a model is to be trained again, and
 * inwards by less, for behind the middle of a range it is no longer seen and would have to come back.
 */
const farthestOut = 2;
const farthestIn = -0.5;

/** How many amounts of a day were learned from, and how many were beyond each end. */
interface DayCounts {
  rows: number;
  below: number;
  above: number;
}

/** A copy of a model whose ranges follow the amounts that come. */
export function liveAmountModel(
  parts: AmountParts,
  teller: AmountTeller,
  modelOf: (parts: AmountParts) => Promise<AmountModel>,
): LiveAmountModel {
  const { fitted } = parts;
  /** The day that is followed, what came of it by level, and by level how far each end was moved before it. */
  let day = Number.NaN;
  let counts = amountLevels.map(noCounts);
  let moved: readonly Reach[] = amountLevels.map(() => ({ below: 0, above: 0 }));
  let before = fitted.range;

  /** How far the ends are moved once the day counts. */
  function movedByDay(): readonly Reach[] {
    return amountLevels.map((level, place) => {
      const { rows, below, above } = counts[place] as DayCounts;
      const ends = moved[place] as Reach;
      if (rows === 0) return ends;
      const way = step * Math.min(rows, mostOfDay);
      const tail = (1 - level) / 2;
      return {
        below: held(ends.below + way * (below / rows - tail)),
        above: held(ends.above + way * (above / rows - tail)),
      };
    });
  }

  function rangeMoved(by: readonly Reach[]): AmountRange {
    return fitted.range.map((reaches, place) => {
      const { below, above } = by[place] as Reach;
      return reaches.map((reach, kind) =>
        isMoved(kind, place) ? { below: reach.below + below, above: reach.above + above } : reach,
      );
    });
  }

  /** A price that is said to be fixed is its own range. */
  function isMoved(kind: number, place: number): boolean {
    return !(isFixedKind(kind) && fitted.fixedLevels[place]);
  }

  /** Counts an amount beside what was told of it at each level. */
  function count(size: number, told: readonly AmountPrediction[], kind: number): void {
    told.forEach(({ range: { min, max } }, place) => {
      if (!isMoved(kind, place)) return;
      const ofLevel = counts[place] as DayCounts;
      ofLevel.rows++;
      if (size < Math.min(Math.abs(min), Math.abs(max))) ofLevel.below++;
      if (size > Math.max(Math.abs(min), Math.abs(max))) ofLevel.above++;
    });
  }

  function begin(next: number): void {
    moved = movedByDay();
    before = rangeMoved(moved);
    counts = amountLevels.map(noCounts);
    day = next;
  }

  function predictBatch(
    queries: readonly TransactionQuery[],
    options: AmountPredictOptions = {},
  ): readonly AmountPrediction[] {
    const asked = teller.tell(teller.rowsOf(queries, options), options);
    const { level = 0.8, details = true } = options;
    const range = rangeMoved(movedByDay());
    return asked.rows.map(({ date }, row) =>
      copyOf(teller.answer(asked, row, level, date === day ? before : range), details),
    );
  }

  return Object.freeze({
    get day() {
      return Number.isNaN(day) ? null : fromEpochDay(day);
    },
    predict: (query: TransactionQuery, options: AmountPredictOptions = {}) =>
      predictBatch([query], options)[0] as AmountPrediction,
    predictBatch,
    follow(queries: readonly TransactionQuery[], options: AmountPredictOptions = {}) {
      const asked = teller.tell(teller.rowsOf(queries, options), options);
      const { level = 0.8, details = true } = options;
      const answers = new Array<AmountPrediction>(queries.length);
      const days = Float64Array.from(asked.rows, ({ date }) => date);
      const isLearned = (row: number): boolean =>
        !Number.isNaN(days[row]) &&
        // Of a type that no row to learn from had, nothing is known that could be put right.
        !Number.isNaN(asked.told.usual.type[row]) &&
        isOfType(queries[row] as TransactionQuery, asked.rows[row]?.type === 'Expense');
      const learned = [...days.keys()].filter(isLearned);
      for (const row of learned.sort((a, b) => (days[a] as number) - (days[b] as number) || a - b)) {
        if (days[row] !== day) begin(days[row] as number);
        const told = amountLevels.map((of) => teller.answer(asked, row, of, before));
        answers[row] = copyOf(told[amountLevels.indexOf(level)] as AmountPrediction, details);
        const { amount } = queries[row] as { readonly amount: number };
        count(Math.abs(amount), told, asked.told.kinds[row] as number);
      }
      const range = rangeMoved(movedByDay());
      for (const row of answers.keys()) {
        const own = days[row] === day ? before : range;
        answers[row] ??= copyOf(teller.answer(asked, row, level, own), details);
      }
      return answers;
    },
    toModel: () => modelOf({ ...parts, fitted: { ...fitted, range: rangeMoved(movedByDay()) } }),
  });
}

function noCounts(): DayCounts {
  return { rows: 0, below: 0, above: 0 };
}

/** Whether the transaction has an amount, and that of the type whose range was told. */
function isOfType({ amount, type }: TransactionQuery, isExpense: boolean): boolean {
  return amount !== undefined && (type !== undefined || amount === 0 || amount < 0 === isExpense);
}

function held(distance: number): number {
  return Math.max(farthestIn, Math.min(farthestOut, distance));
}
