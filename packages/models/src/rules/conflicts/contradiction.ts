import type { Condition, RecurringTest, TagsTest, Test } from '../condition.js';
import { noNumberPasses } from './number-contradiction.js';
import { noTextPasses } from './text-contradiction.js';

/** Whether surely no row meets a condition. `false` where that is not certain. */
export function isContradiction(condition: Condition): boolean {
  if (condition.kind === 'test') return areContradictory([condition.test]);
  if (condition.kind === 'any') return condition.parts.every(isContradiction);
  return condition.parts.some(isContradiction) || areContradictory(conjuncts(condition));
}

/** Whether every row that meets one condition surely meets another. `false` where that is not certain. */
export function implies(one: Condition, other: Condition): boolean {
  if (one.kind === 'any') return one.parts.every((part) => implies(part, other));
  if (other.kind === 'all') return other.parts.every((part) => implies(one, part));
  if (other.kind === 'any') return other.parts.some((part) => implies(one, part));
  if (one.kind === 'all' && one.parts.some((part) => implies(part, other))) return true;
  // Tests of other fields say nothing about this one, and contradictions among them are looked for elsewhere.
  const same = conjuncts(one).filter(({ field }) => field === other.test.field);
  return same.length > 0 && areContradictory([...same, { ...other.test, negated: !other.test.negated }]);
}

/** Tests that all have to pass; those in `any` groups are left out. */
function conjuncts(condition: Condition): Test[] {
  if (condition.kind === 'test') return [condition.test];
  return condition.kind === 'all' ? condition.parts.flatMap(conjuncts) : [];
}

function areContradictory(tests: readonly Test[]): boolean {
  return [...new Set(tests.map(({ field }) => field))].some((field) => {
    const group = tests.filter((test) => test.field === field);
    return (
      noTextPasses(group.filter((test) => test.kind === 'text')) ||
      noNumberPasses(group.filter((test) => test.kind === 'number')) ||
      noFlagPasses(group.filter((test) => test.kind === 'recurring')) ||
      noTagsPass(group.filter((test) => test.kind === 'tags'))
    );
  });
}

function noFlagPasses(tests: readonly RecurringTest[]): boolean {
  return [true, false, null].every((value) => tests.some((test) => (test.value === value) === test.negated));
}

function noTagsPass(tests: readonly TagsTest[]): boolean {
  const isForbidden = (tag: string): boolean =>
    tests.some(({ negated, op, tags }) => negated && tags.has(tag) && (op === 'any' || tags.size === 1));
  return tests.some((wanted) => {
    if (wanted.negated) return false;
    const tags = [...wanted.tags];
    if (wanted.op === 'any') return tags.every(isForbidden);
    return (
      tags.some(isForbidden) ||
      tests.some(({ negated, op, tags: all }) => negated && op === 'all' && isWithin(all, wanted.tags))
    );
  });
}

function isWithin(tags: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return [...tags].every((tag) => others.has(tag));
}
