import type { Measurement } from '../models.js';
import type { TaskOptions } from '../train-options.js';
import { amountCategories, amountMatrix, ownPayee, withLacks } from './amount-input.js';
import { type AmountRows, type AmountTable, knownRows, takeRows } from './amount-rows.js';
import { type Credibility, learnCredibility } from './credibility.js';
import { type AmountPlan, chooseHeldRows, type FittedAmount, tellAmounts } from './fitted-amount.js';
import { chooseFixedLevels, chooseFixedRun } from './fixed-run.js';
import { drawLacks } from './lacks.js';
import { measureOn } from './measure-amount.js';
import {
  bestRounds,
  firstRounds,
  fitQuantiles,
  type QuantileModels,
  type QuantileRows,
} from './quantile-models.js';
import { type AmountRange, learnRange } from './range.js';

/** Newest rows that are learned from: older ones add time, not accuracy. */
const mostRows = 30_000;
/** What is learned from, and up to where choices are made, before all is learned from. */
const seenShare = 0.7;
const choiceEnd = 0.85;
/** Share of the rows to learn from that are shown a second time, without something. */
const lackingShare = 0.2;

/** A model, and what an earlier one of the same kind reached on the newest rows, which it had not seen. */
export interface FittedByTime {
  readonly fitted: FittedAmount;
  readonly measurements: readonly Measurement[];
}

/**
 * Learns quantiles from many rows, oldest first. Models of the first 70 % make the choices on the next 15 %, where their
 * ranges are corrected too, and are measured on the last 15 %. The same choices are then fitted on all rows; their
 * ranges are corrected by what the first models did on the last 30 %.
 */
export async function fitByTime(table: AmountTable, options: TaskOptions): Promise<FittedByTime> {
  const n = table.target.length;
  const [cut, middle] = [Math.round(n * seenShare), Math.round(n * choiceEnd)];
  const categories = amountCategories(table.rows.slice(0, cut));
  const early = knownRows(table, categories, cut);
  const seen = takeRows(early, range(0, cut));
  const [choosing, tested, later] = [
    takeRows(early, range(cut, middle)),
    takeRows(early, range(middle, n)),
    takeRows(early, range(cut, n)),
  ];
  const learned = newest(seen);
  const credibility = learnCredibility(
    learned.knowledge.evidence,
    ownPayee(learned.knowledge),
    learned.target,
  );
  const models = await fitRows(learned, credibility, categories, options);
  const rounds = bestRounds(models, quantileRows(choosing, credibility, categories));
  const shortened = {
    amounts: models.amounts.map((model, level) => firstRounds(model, rounds.amounts[level] as number)),
    distances: models.distances.map((model, level) => firstRounds(model, rounds.distances[level] as number)),
  };
  const fixedRun = chooseFixedRun(choosing.knowledge, choosing.target);
  const plan = {
    categories,
    credibility,
    fixedRun,
    fixedLevels: chooseFixedLevels(choosing.knowledge, fixedRun, choosing.target),
    predictor: { kind: 'quantiles', models: shortened },
  } as const;
  const heldRows = chooseHeldRows(plan, choosing.knowledge, choosing.types, choosing.target);
  const chosen: AmountPlan = { ...plan, heldRows };
  const measurements = measureOn(
    { ...chosen, range: rangeOn(chosen, choosing, options) },
    seen,
    tested,
    n,
    options,
  );
  options.onProgress?.({ stage: 'amount: quantiles', done: 1, total: 2, unit: 'steps' });
  const everyCategory = amountCategories(table.rows);
  const known = knownRows(table, everyCategory, n);
  const final = await fitRows(newest(known), credibility, everyCategory, options, rounds);
  return {
    measurements,
    fitted: {
      ...chosen,
      name: 'quantile boosting',
      categories: everyCategory,
      predictor: { kind: 'quantiles', models: final },
      usual: known.usual,
      range: rangeOn(chosen, later, options),
    },
  };
}

async function fitRows(
  rows: AmountRows,
  credibility: Credibility,
  categories: readonly string[],
  options: TaskOptions,
  rounds?: QuantileModels<number>,
): Promise<Awaited<ReturnType<typeof fitQuantiles>>> {
  const n = rows.target.length;
  const drawn = drawLacks(n, lackingShare, options.seed, 'rows');
  const copied = range(0, n).filter((row) => drawn[row] !== 0);
  // Copies, for rows that are shown without something alone would be lost to questions that lack nothing.
  const all = takeRows(rows, [...range(0, n), ...copied]);
  const lacks = new Uint8Array(n + copied.length);
  copied.forEach((row, place) => {
    lacks[n + place] = drawn[row] as number;
  });
  const shown = { ...all, knowledge: withLacks(all.knowledge, lacks) };
  return fitQuantiles(quantileRows(shown, credibility, categories), options, rounds);
}

function quantileRows(
  { knowledge, target }: AmountRows,
  credibility: Credibility,
  categories: readonly string[],
): QuantileRows {
  const { matrix, usual } = amountMatrix(knowledge, credibility, categories);
  return { matrix, target, usual: usual.account };
}

/** Corrects ranges on rows as they are, and on their copies that lack something. */
function rangeOn(plan: AmountPlan, unseen: AmountRows, { seed }: TaskOptions): AmountRange {
  const n = unseen.target.length;
  const twice = takeRows(
    unseen,
    Array.from({ length: 2 * n }, (_, row) => row % n),
  );
  const lacks = new Uint8Array(2 * n);
  lacks.set(drawLacks(n, 1, seed, 'unseen'), n);
  return learnRange(twice.target, tellAmounts(plan, withLacks(twice.knowledge, lacks), twice.types));
}

function newest(rows: AmountRows): AmountRows {
  const n = rows.target.length;
  return takeRows(rows, range(Math.max(0, n - mostRows), n));
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
