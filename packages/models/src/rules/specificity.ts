import type { Condition } from './condition.js';

/** Every operator of a condition. */
export type RuleOperator =
  | 'is'
  | 'isNot'
  | 'oneOf'
  | 'notOneOf'
  | 'isAbout'
  | 'between'
  | 'lessThan'
  | 'atMost'
  | 'moreThan'
  | 'atLeast'
  | 'contains'
  | 'notContains'
  | 'startsWith'
  | 'endsWith'
  | 'matches'
  | 'hasAny'
  | 'hasAll'
  | 'hasNone';

interface OperatorScore {
  readonly score: number;
  /** Rules of nothing but these count twice. */
  readonly isExact: boolean;
}

const exact = (score: number): OperatorScore => ({ score, isExact: true });
const loose = (score: number): OperatorScore => ({ score, isExact: false });

/**
 * How specific each operator is: the scores of Actual Budget. Operators it does not have count as those nearest to
 * them: `startsWith` and `endsWith` as `contains`, those of tags as its `hasTags`.
 */
export const operatorScores: Readonly<Record<RuleOperator, OperatorScore>> = {
  is: exact(10),
  isNot: exact(10),
  oneOf: exact(9),
  notOneOf: exact(9),
  isAbout: exact(5),
  between: loose(5),
  lessThan: loose(1),
  atMost: loose(1),
  moreThan: loose(1),
  atLeast: loose(1),
  contains: loose(0),
  notContains: loose(0),
  startsWith: loose(0),
  endsWith: loose(0),
  matches: loose(0),
  hasAny: loose(0),
  hasAll: loose(0),
  hasNone: loose(0),
};

/** The sum of the scores of all conditions, twice that if all of them are exact, as Actual Budget ranks rules. */
export function specificityOf(condition: Condition): number {
  const { score, isExact } = summed(condition);
  return isExact ? 2 * score : score;
}

function summed(condition: Condition): OperatorScore {
  if (condition.kind === 'test') return condition;
  let score = 0;
  let isExact = true;
  for (const part of condition.parts) {
    const of = summed(part);
    score += of.score;
    isExact &&= of.isExact;
  }
  return { score, isExact };
}
