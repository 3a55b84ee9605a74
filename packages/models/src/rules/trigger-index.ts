import { foldText } from '@titans/core';
import { RE2JS, RE2Set } from 're2js';
import type { CheckedRule } from './check-rules.js';
import type { Condition, TextTest } from './condition.js';
import { phraseMatcher } from './phrase-matcher.js';
import { type RuleTextField, ruleLimits } from './rule.js';

/** Which rules a text of a field may set off: a rule fires only where one of its triggers is. */
export interface TriggerIndex {
  /** Positions of rules without triggers, which have to be tried on every row. */
  readonly always: readonly number[];
  /** Fields that triggers look at. */
  readonly fields: readonly RuleTextField[];
  /** Positions of the rules that a text of a field may set off, or its absence. */
  positionsOf(field: RuleTextField, folded: string | null): readonly number[];
}

/** Patterns that one automaton looks for together; more of them make it large. */
const patternsPerSet = 64;
/** Fields with few values, which most rows share: other triggers save more. */
const commonFields: ReadonlySet<RuleTextField> = new Set([
  'accountId',
  'paymentMethod',
  'currency',
  'type',
  'status',
]);

/** Makes the index of rules in the order in which they run. */
export function triggerIndex(rules: readonly CheckedRule[]): TriggerIndex {
  const always: number[] = [];
  const perField = new Map<RuleTextField, FieldTriggers>();
  for (const [position, rule] of rules.entries()) {
    const triggers = triggersOf(rule.when);
    if (triggers === null) always.push(position);
    for (const test of triggers ?? []) {
      const field = perField.get(test.field) ?? fieldTriggers();
      perField.set(test.field, field);
      field.add(test, position);
    }
  }
  return {
    always,
    fields: [...perField.keys()],
    positionsOf: (field, folded) => perField.get(field)?.positionsOf(folded) ?? [],
  };
}

/** Tests of which one passes wherever the condition holds, or `null` where the index knows none. */
function triggersOf(condition: Condition): readonly TextTest[] | null {
  if (condition.kind === 'test') {
    const { test } = condition;
    if (test.kind !== 'text' || test.negated) return null;
    // Folding keeps equal texts equal; of parts of texts that is certain only once they are folded.
    return test.op === 'oneOf' || !test.caseSensitive ? [test] : null;
  }
  const parts = condition.parts.map(triggersOf);
  if (condition.kind === 'any')
    return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? []);
  let best: readonly TextTest[] | null = null;
  for (const part of parts) {
    if (part !== null && (best === null || costOf(part) < costOf(best))) best = part;
  }
  return best;
}

function costOf(tests: readonly TextTest[]): number {
  const ranks = tests.map((test): number =>
    commonFields.has(test.field) ? 3 : test.op === 'oneOf' ? 0 : test.op === 'matches' ? 2 : 1,
  );
  return ranks.reduce((most, rank) => Math.max(most, rank), 0) + Math.min(tests.length, 1_000) / 1_001;
}

interface FieldTriggers {
  add(test: TextTest, position: number): void;
  positionsOf(folded: string | null): readonly number[];
}

function fieldTriggers(): FieldTriggers {
  const exact = new Map<string | null, number[]>();
  const phrases = new Map<string, number[]>();
  const patterns = new Map<string, number[]>();
  let finder: ((folded: string, positions: Set<number>) => void) | null = null;
  return {
    add(test, position) {
      if (test.op === 'matches') addTo(patterns, test.patternText, position);
      else if (test.op !== 'oneOf') addTo(phrases, test.word, position);
      else {
        for (const word of test.words) addTo(exact, word === null ? null : foldText(word), position);
      }
    },
    positionsOf(folded) {
      const positions = new Set<number>(exact.get(folded));
      if (folded !== null) {
        finder ??= finderOf(phrases, patterns);
        finder(folded, positions);
      }
      return [...positions];
    },
  };
}

/** Adds the positions of the phrases and patterns that are found in a text. */
function finderOf(
  phrases: ReadonlyMap<string, readonly number[]>,
  patterns: ReadonlyMap<string, readonly number[]>,
): (folded: string, positions: Set<number>) => void {
  const matcher = phraseMatcher([...phrases.keys()]);
  const positionsOfPhrase = [...phrases.values()];
  const sources = [...patterns.keys()];
  const sets: { readonly set: RE2Set; readonly positions: readonly (readonly number[])[] }[] = [];
  for (let from = 0; from < sources.length; from += patternsPerSet) {
    const some = sources.slice(from, from + patternsPerSet);
    const set = new RE2Set(RE2Set.UNANCHORED, RE2JS.CASE_INSENSITIVE);
    for (const source of some) set.add(source);
    set.compile();
    sets.push({ set, positions: some.map((source) => patterns.get(source) ?? []) });
  }
  return (folded, found) => {
    matcher.scan(folded, (phrase) => {
      for (const position of positionsOfPhrase[phrase] ?? []) found.add(position);
    });
    const looked = folded.slice(0, ruleLimits.matchedLength);
    for (const { set, positions } of sets) {
      for (const pattern of set.match(looked)) {
        for (const position of positions[pattern] ?? []) found.add(position);
      }
    }
  };
}

function addTo<Key>(lists: Map<Key, number[]>, key: Key, position: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [position]);
  else list.push(position);
}
