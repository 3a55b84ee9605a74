import type { AmountKnowledge } from './amount-input.js';
import { fixedPrices } from './fitted-amount.js';
import { amountLevels } from './range.js';

const choices = [3, 4, 6, 10] as const;
/** Rows that are wanted before a run is weighed; with fewer, three equal amounts are taken for a fixed price. */
const leastRows = 20;
/** Share of the next amounts that must be the same again: well above a half, so that the price is their median too. */
const leastShare = 0.6;

/**
 * Equal amounts in a row from which the next amount of a payee is mostly the same again; 0 if it is after no run. Each
 * length is weighed on the runs from it to below the next.
 *
 * @param knowledge,target Rows that must not be among those that the knowledge is of.
 */
export function chooseFixedRun(knowledge: AmountKnowledge, target: Float64Array): number {
  for (const [place, choice] of choices.entries()) {
    const prices = fixedPrices(knowledge, choice);
    const longer = fixedPrices(knowledge, choices[place + 1] ?? Number.POSITIVE_INFINITY);
    let rows = 0;
    let same = 0;
    prices.forEach((price, row) => {
      if (Number.isNaN(price) || !Number.isNaN(longer[row])) return;
      rows++;
      if (price === target[row]) same++;
    });
    if (rows < leastRows || same >= leastShare * rows) return choice;
  }
  return 0;
}

/**
 * By level of ranges, whether the next amount of a payee with a fixed price is the same again so often that the price
 * is the whole range; with fewer rows than are wanted it is taken to be.
 *
 * @param knowledge,target Rows that must not be among those that the knowledge is of.
 */
export function chooseFixedLevels(
  knowledge: AmountKnowledge,
  fixedRun: number,
  target: Float64Array,
): readonly boolean[] {
  let rows = 0;
  let same = 0;
  fixedPrices(knowledge, fixedRun).forEach((price, row) => {
    if (Number.isNaN(price)) return;
    rows++;
    if (price === target[row]) same++;
  });
  return amountLevels.map((level) => rows < leastRows || same >= level * rows);
}
