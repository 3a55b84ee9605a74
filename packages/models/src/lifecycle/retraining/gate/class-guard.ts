import { integerWithin, numberWithin } from '../../../estimators/parameters.js';
import { mcNemarTest } from '../../../evaluation/comparison/mcnemar.js';
import { shareInterval } from '../../../evaluation/share-interval.js';
import { evaluationRows } from '../../../suite/evaluation/evaluation-rows.js';
import { type CategoryOutcome, categoryOutcome } from '../../../suite/evaluation/outcomes.js';
import {
  type Contender,
  type Guard,
  type GuardContext,
  type GuardVerdict,
  nothingToCompare,
} from './guard.js';

/** What is asked of each category. */
export interface ClassGuardOptions {
  /** Recall that the candidate must not surely lie below; 0 unless told. */
  readonly recallFloor?: number;
  /** By how much the F1 of a category may fall, 0.2 unless told, where more rows than before are taken for it wrongly or missed. */
  readonly mostF1Decrease?: number;
  /** Rows from which a category is looked at, 20 unless told. */
  readonly leastRows?: number;
}

/** More errors are beyond chance below this, over all categories together (Bonferroni). */
const significance = 0.05;

/**
 * Keeps categories from being given up for others, whatever the accuracy of all. That a category is found less often is no
 * reason by itself: one that the champion took too many rows for must be.
 *
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function classGuard({
  recallFloor = 0,
  mostF1Decrease = 0.2,
  leastRows = 20,
}: ClassGuardOptions = {}): Guard {
  numberWithin('recallFloor', recallFloor, 0, 1);
  numberWithin('mostF1Decrease', mostF1Decrease, 0, 1);
  integerWithin('leastRows', leastRows, 1, Number.MAX_SAFE_INTEGER);
  return {
    name: 'every category',
    async check(context) {
      const mine = await outcomeOf(context.candidate, context);
      if (mine === null) return nothingToCompare('category model');
      const theirs = context.champion === null ? null : await outcomeOf(context.champion, context);
      const classes = [...countsOf(mine.actual)].filter(([, rows]) => rows >= leastRows);
      for (const [name] of classes) {
        const { found, rows, f1, right } = oneAgainstAll(mine, name);
        const recall = `"${name}" is found in ${found} of ${rows} rows`;
        if (shareInterval(found, rows).upper < recallFloor) return failed(`${recall}, below ${recallFloor}`);
        if (theirs === null) continue;
        const other = oneAgainstAll(theirs, name);
        const errors = right.filter((isRight) => !isRight).length;
        const otherErrors = other.right.filter((isRight) => !isRight).length;
        if (other.f1 - f1 <= mostF1Decrease || errors <= otherErrors) continue;
        const { pValue } = mcNemarTest(
          right.map(() => 1),
          right.map(Number),
          other.right.map(Number),
        );
        if (pValue * classes.length > significance) continue;
        return failed(
          `F1 of "${name}" is ${f1.toFixed(2)}, the champion's ${other.f1.toFixed(2)}; ${recall}`,
        );
      }
      return { passed: true, reason: `${classes.length} categories of ${leastRows} rows or more` };
    },
  };
}

/** How a category did, and where it was rightly given or rightly not. */
function oneAgainstAll(
  { actual, predicted }: CategoryOutcome,
  name: string,
): {
  readonly found: number;
  readonly rows: number;
  readonly f1: number;
  readonly right: readonly boolean[];
} {
  const rows = actual.filter((one) => one === name).length;
  const given = predicted.filter((one) => one === name).length;
  const found = actual.filter((one, row) => one === name && predicted[row] === name).length;
  const right = actual.map((one, row) => (one === name) === (predicted[row] === name));
  return { found, rows, f1: (2 * found) / (rows + given), right };
}

async function outcomeOf(
  { suite }: Contender,
  { rows, history, signal }: GuardContext,
): Promise<CategoryOutcome | null> {
  if (!suite.tasks.includes('category')) return null;
  return categoryOutcome(suite.category, evaluationRows(rows, { history }), { ...(signal && { signal }) });
}

function countsOf(actual: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of actual) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function failed(reason: string): GuardVerdict {
  return { passed: false, reason };
}
