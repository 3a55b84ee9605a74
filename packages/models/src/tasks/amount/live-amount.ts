import { fromEpochDay } from '@titans/core';
import type { AmountModel, LiveAmountModel } from '../models.js';
import type { AmountPrediction, AmountPredictOptions, TransactionQuery } from '../predictions.js';
import type { AmountParts } from './amount-model.js';
import { type AmountTeller, copyOf } from './answer.js';
import { type AmountRange, amountLevels, isFixedKind, type Reach } from './range.js';

/** How far one amount outside moves an end, on the scale of ln(1 + amount). */
const step = 0.005;
/** How far an end may be moved in all: by a factor of some seven. Beyond that a model is to be trained again. */
const farthest = 2;

/** A copy of a model whose ranges follow the amounts that come. */
export function liveAmountModel(
  parts: AmountParts,
  teller: AmountTeller,
  modelOf: (parts: AmountParts) => Promise<AmountModel>,
): LiveAmountModel {
  const { fitted } = parts;
  /** By level, how far each end is moved. */
  const moved = amountLevels.map(() => ({ below: 0, above: 0 }));
  /** The last day that was followed, the ranges before it, and those after it. */
  let latest = Number.NEGATIVE_INFINITY;
  let before = fitted.range;
  let range = fitted.range;

  function movedRange(): AmountRange {
    return fitted.range.map((reaches, place) =>
      reaches.map((reach, kind) => (isMoved(kind, place) ? sumOf(reach, moved[place] as Reach) : reach)),
    );
  }

  /** A price that is said to be fixed is its own range. */
  function isMoved(kind: number, place: number): boolean {
    return !(isFixedKind(kind) && fitted.fixedLevels[place]);
  }

  /** Moves the ends by what an amount was, told one answer per level. */
  function learn(size: number, told: readonly AmountPrediction[], kind: number): void {
    told.forEach(({ range: { min, max }, coverage }, place) => {
      if (!isMoved(kind, place)) return;
      const ends = moved[place] as { below: number; above: number };
      const tail = (1 - coverage) / 2;
      const isBelow = size < Math.min(Math.abs(min), Math.abs(max));
      const isAbove = size > Math.max(Math.abs(min), Math.abs(max));
      ends.below = held(ends.below + step * ((isBelow ? 1 : 0) - tail));
      ends.above = held(ends.above + step * ((isAbove ? 1 : 0) - tail));
    });
  }

  function predictBatch(
    queries: readonly TransactionQuery[],
    options: AmountPredictOptions = {},
  ): readonly AmountPrediction[] {
    const { level = 0.8, details = true } = options;
    const asked = teller.tell(teller.rowsOf(queries, options), options);
    return asked.rows.map(({ date }, row) =>
      copyOf(teller.answer(asked, row, level, date === latest ? before : range), details),
    );
  }

  return Object.freeze({
    get latest() {
      return Number.isFinite(latest) ? fromEpochDay(latest) : null;
    },
    predict: (query: TransactionQuery, options: AmountPredictOptions = {}) =>
      predictBatch([query], options)[0] as AmountPrediction,
    predictBatch,
    follow(queries: readonly TransactionQuery[], options: AmountPredictOptions = {}) {
      const { level = 0.8, details = true } = options;
      const asked = teller.tell(teller.rowsOf(queries, options), options);
      const days = Float64Array.from(asked.rows, ({ date }) => date);
      // Rows without a date come last.
      const order = [...days.keys()].sort((a, b) => dayOrder(days[a] as number, days[b] as number) || a - b);
      const answers = new Array<AmountPrediction>(queries.length);
      for (const row of order) {
        const day = days[row] as number;
        if (day > latest) {
          before = movedRange();
          latest = day;
        }
        const isLatest = day === latest;
        const own = isLatest ? before : movedRange();
        const told = amountLevels.map((of) => teller.answer(asked, row, of, own));
        answers[row] = copyOf(told[amountLevels.indexOf(level)] as AmountPrediction, details);
        const amount = queries[row]?.amount;
        if (isLatest && amount !== undefined) learn(Math.abs(amount), told, asked.told.kinds[row] as number);
      }
      range = movedRange();
      return answers;
    },
    toModel: () => modelOf({ ...parts, fitted: { ...fitted, range } }),
  });
}

function sumOf(reach: Reach, moved: Reach): Reach {
  return { below: reach.below + moved.below, above: reach.above + moved.above };
}

function dayOrder(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  return Number.isNaN(b) ? -1 : a - b;
}

function held(distance: number): number {
  return Math.max(-farthest, Math.min(farthest, distance));
}
