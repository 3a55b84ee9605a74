import type { RE2JS } from 're2js';
import type { RuleField, RuleTextField } from './rule.js';
import { ruleLimits } from './rule.js';

/** A text of a row, with what was found out about it. */
export interface TextValue {
  readonly raw: string;
  readonly folded: string;
  /** Patterns that were tried on it. */
  readonly matched: Map<RE2JS, boolean>;
}

/** The tags of a row: as they are written, by their folded form. */
export type TagValue = ReadonlyMap<string, string>;

/** The values that conditions see: those of the row, and what rules before have set. */
export interface RowState {
  readonly texts: ReadonlyMap<RuleTextField, TextValue | null>;
  amountMinor: number;
  /** NaN where there is none. */
  balanceMinor: number;
  epochDay: number;
  /** -1 where there is none. */
  secondOfDay: number;
  recurring: boolean | null;
  tags: TagValue;
}

/** A condition on one text. `words` are folded unless case counts; `null` among them is the absent value. */
export interface TextTest {
  readonly kind: 'text';
  readonly field: RuleTextField;
  readonly op: 'oneOf' | 'contains' | 'startsWith' | 'endsWith' | 'matches';
  readonly negated: boolean;
  readonly caseSensitive: boolean;
  readonly words: ReadonlySet<string | null>;
  /** The only word of what is not `oneOf`. */
  readonly word: string;
  readonly pattern: RE2JS | null;
  readonly patternText: string;
}

/** A condition on one whole number: it lies in one of some intervals, both ends included. */
export interface NumberTest {
  readonly kind: 'number';
  readonly field: RuleField;
  readonly negated: boolean;
  readonly intervals: readonly (readonly [number, number])[];
  readonly currency: string | null;
  /** NaN where the row has no such number. */
  readonly read: (state: RowState) => number;
}

export interface RecurringTest {
  readonly kind: 'recurring';
  readonly field: 'recurring';
  readonly negated: boolean;
  readonly value: boolean | null;
}

export interface TagsTest {
  readonly kind: 'tags';
  readonly field: 'tags';
  readonly op: 'any' | 'all';
  readonly negated: boolean;
  readonly tags: ReadonlySet<string>;
}

/** One condition, ready to be tested. */
export type Test = TextTest | NumberTest | RecurringTest | TagsTest;

/** A condition or a group, ready to be tested. `score` is of the operator, as it ranks rules. */
export type Condition =
  | { readonly kind: 'test'; readonly test: Test; readonly score: number; readonly isExact: boolean }
  | { readonly kind: 'all'; readonly parts: readonly Condition[] }
  | { readonly kind: 'any'; readonly parts: readonly Condition[] };

/** Whether a row meets a condition. */
export function holds(condition: Condition, state: RowState): boolean {
  if (condition.kind === 'test') return passes(condition.test, state);
  if (condition.kind === 'all') {
    for (const part of condition.parts) if (!holds(part, state)) return false;
    return true;
  }
  for (const part of condition.parts) if (holds(part, state)) return true;
  return false;
}

function passes(test: Test, state: RowState): boolean {
  switch (test.kind) {
    case 'text':
      return textPasses(test, state.texts.get(test.field) ?? null);
    case 'number':
      return numberPasses(test, test.read(state), state.texts.get('currency')?.raw ?? null);
    case 'recurring':
      return (state.recurring === test.value) !== test.negated;
    case 'tags':
      return hasTags(test, state.tags) !== test.negated;
  }
}

/** Whether a text, or its absence, passes. */
export function textPasses(test: TextTest, value: TextValue | null): boolean {
  return isFound(test, value) !== test.negated;
}

function isFound(test: TextTest, value: TextValue | null): boolean {
  if (value === null) return test.op === 'oneOf' && test.words.has(null);
  const text = test.caseSensitive ? value.raw : value.folded;
  switch (test.op) {
    case 'oneOf':
      return test.words.has(text);
    case 'contains':
      return text.includes(test.word);
    case 'startsWith':
      return text.startsWith(test.word);
    case 'endsWith':
      return text.endsWith(test.word);
    case 'matches':
      return isMatched(test.pattern, value, text);
  }
}

function isMatched(pattern: RE2JS | null, value: TextValue, text: string): boolean {
  if (pattern === null) return false;
  let isMatch = value.matched.get(pattern);
  if (isMatch === undefined) {
    isMatch = pattern.test(text.slice(0, ruleLimits.matchedLength));
    value.matched.set(pattern, isMatch);
  }
  return isMatch;
}

/** Whether a number passes; `currency` is that of the row. */
export function numberPasses(test: NumberTest, value: number, currency: string | null): boolean {
  const isOfCurrency = test.currency === null || test.currency === currency;
  return (isOfCurrency && test.intervals.some(([from, to]) => value >= from && value <= to)) !== test.negated;
}

function hasTags(test: TagsTest, tags: TagValue): boolean {
  for (const tag of test.tags) {
    if (tags.has(tag) === (test.op === 'any')) return test.op === 'any';
  }
  return test.op === 'all';
}

/** All tests in a condition, groups taken apart. */
export function testsOf(condition: Condition): Test[] {
  return condition.kind === 'test' ? [condition.test] : condition.parts.flatMap(testsOf);
}
