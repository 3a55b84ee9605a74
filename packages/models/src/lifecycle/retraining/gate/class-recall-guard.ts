import { integerWithin, numberBetween } from '../../../estimators/parameters.js';
import { mcNemarTest } from '../../../evaluation/comparison/mcnemar.js';
import { shareInterval } from '../../../evaluation/share-interval.js';
import { evaluationRows } from '../../../suite/evaluation/evaluation-rows.js';
import { type CategoryOutcome, categoryOutcome } from '../../../suite/evaluation/outcomes.js';
import { type Contender, type Guard, type GuardContext, nothingToCompare } from './guard.js';

/** What is asked of each category. */
export interface ClassRecallGuardOptions {
  /** Recall that the candidate must not surely lie below; 0 unless told. */
  readonly floor?: number;
  /** By how much the recall of a category may fall, 0.1 unless told, where the fall is beyond chance. */
  readonly mostDecrease?: number;
  /** Rows from which a category is looked at, 20 unless told. */
  readonly leastRows?: number;
}

/** A fall is beyond chance below this, over all categories together (Bonferroni). */
const significance = 0.05;

/**
 * Keeps categories from being given up for others: none may be found much less often than the champion found it.
 *
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function classRecallGuard({
  floor = 0,
  mostDecrease = 0.1,
  leastRows = 20,
}: ClassRecallGuardOptions = {}): Guard {
  numberBetween('floor', floor, -Number.MIN_VALUE, 1);
  numberBetween('mostDecrease', mostDecrease, 0, 1);
  integerWithin('leastRows', leastRows, 1, Number.MAX_SAFE_INTEGER);
  return {
    name: 'recall of categories',
    async check(context) {
      const mine = await outcomeOf(context.candidate, context);
      if (mine === null) return nothingToCompare('category model');
      const theirs = context.champion === null ? null : await outcomeOf(context.champion, context);
      const classes = [...rowsByClass(mine.actual)].filter(([, rows]) => rows.length >= leastRows);
      for (const [name, rows] of classes) {
        const actual = rows.map(() => name);
        const predicted = rows.map((row) => mine.predicted[row] as string);
        const found = predicted.filter((answer) => answer === name).length;
        const recall = `"${name}" is found in ${found} of ${rows.length} rows`;
        if (shareInterval(found, rows.length).upper < floor) {
          return { passed: false, reason: `${recall}, below ${floor}` };
        }
        if (theirs === null) continue;
        const others = rows.map((row) => theirs.predicted[row] as string);
        const otherFound = others.filter((answer) => answer === name).length;
        const { pValue } = mcNemarTest(actual, predicted, others);
        const hasFallen = (otherFound - found) / rows.length > mostDecrease;
        if (hasFallen && pValue * classes.length <= significance) {
          return { passed: false, reason: `${recall}, by the champion in ${otherFound}` };
        }
      }
      return { passed: true, reason: `${classes.length} categories of ${leastRows} rows or more` };
    },
  };
}

async function outcomeOf(
  { suite }: Contender,
  { rows, history, signal }: GuardContext,
): Promise<CategoryOutcome | null> {
  if (!suite.tasks.includes('category')) return null;
  return categoryOutcome(suite.category, evaluationRows(rows, { history }), { ...(signal && { signal }) });
}

function rowsByClass(actual: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const rows = new Map<string, number[]>();
  actual.forEach((name, row) => {
    const known = rows.get(name);
    if (known) known.push(row);
    else rows.set(name, [row]);
  });
  return rows;
}
