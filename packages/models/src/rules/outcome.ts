import type { Transaction } from '@titans/core';
import { amountOfType, tagList, tagsAfter, tagValue } from './actions.js';
import type { CheckedRule } from './check-rules.js';
import type { RuleStage } from './rule.js';

/** A value that rules can change. */
export type RuledValue = string | boolean | null | readonly string[];

/** One change that a rule made, or confirmed where `before` and `after` are the same. */
export interface RuleTraceEntry {
  readonly ruleId: string;
  readonly stage: RuleStage;
  readonly field: 'category' | 'merchantName' | 'type' | 'recurring' | 'tags' | 'excluded';
  readonly before: RuledValue;
  readonly after: RuledValue;
  /** The first later rule that undid this one: that set another value, or gave or took a tag back. */
  readonly overriddenBy: string | null;
}

/** The category that rules give, in the shape in which the answers of models say where a category is from. */
export interface RuleCategory {
  readonly source: 'rule';
  readonly category: string;
  /** The rule that decided. */
  readonly ruleId: string;
  readonly stage: RuleStage;
  /** What rules did to the category, in order. */
  readonly trace: readonly RuleTraceEntry[];
}

/** What rules make of a transaction. */
export interface RuleOutcome {
  readonly transaction: Transaction;
  readonly excluded: boolean;
  /** Ids of the rules that fired, in order. */
  readonly fired: readonly string[];
  readonly trace: readonly RuleTraceEntry[];
  /** `null` where no rule sets a category. */
  readonly category: RuleCategory | null;
}

/** Follows rules that are known to fire on a transaction. */
export function outcomeOf(transaction: Transaction, fired: readonly CheckedRule[]): RuleOutcome {
  const trace: RuleTraceEntry[] = [];
  let after = transaction;
  let excluded = false;
  let tags = tagValue(transaction.tags);
  for (const { id: ruleId, stage, actions } of fired) {
    const add = (field: RuleTraceEntry['field'], before: RuledValue, value: RuledValue): void => {
      trace.push({ ruleId, stage, field, before, after: value, overriddenBy: null });
    };
    if (actions.category !== undefined) {
      add('category', after.category, actions.category);
      after = { ...after, category: actions.category };
    }
    if (actions.merchantName !== undefined) {
      add('merchantName', after.merchantName, actions.merchantName);
      after = { ...after, merchantName: actions.merchantName };
    }
    if (actions.type !== undefined) {
      add('type', after.type, actions.type);
      after = { ...after, type: actions.type, amountMinor: amountOfType(after.amountMinor, actions.type) };
    }
    if (actions.recurring !== undefined) {
      add('recurring', after.recurring, actions.recurring);
      after = { ...after, recurring: actions.recurring };
    }
    if (actions.addTags !== undefined || actions.removeTags !== undefined) {
      tags = tagsAfter(tags, actions);
      const list = tagList(transaction.tags, tags);
      add('tags', after.tags, list);
      after = { ...after, tags: list };
    }
    if (actions.excluded !== undefined) {
      add('excluded', excluded, actions.excluded);
      excluded = actions.excluded;
    }
  }
  const marked = trace.map((entry, index) => ({
    ...entry,
    overriddenBy: undoneBy(entry, trace.slice(index + 1)),
  }));
  return Object.freeze({
    transaction: after,
    excluded,
    fired: fired.map(({ id }) => id),
    trace: marked,
    category: categoryOf(marked),
  });
}

function categoryOf(trace: readonly RuleTraceEntry[]): RuleCategory | null {
  const ofCategory = trace.filter(({ field }) => field === 'category');
  const last = ofCategory.at(-1);
  if (last === undefined || typeof last.after !== 'string') return null;
  return { source: 'rule', category: last.after, ruleId: last.ruleId, stage: last.stage, trace: ofCategory };
}

function undoneBy(entry: RuleTraceEntry, later: readonly RuleTraceEntry[]): string | null {
  const undoes = (other: RuleTraceEntry): boolean => {
    if (other.field !== entry.field) return false;
    if (!isTags(entry.before) || !isTags(entry.after) || !isTags(other.after))
      return other.after !== entry.after;
    const [before, after, now] = [entry.before, entry.after, other.after].map((tags) => new Set(tags)) as [
      Set<string>,
      Set<string>,
      Set<string>,
    ];
    return (
      [...after].some((tag) => !before.has(tag) && !now.has(tag)) ||
      [...before].some((tag) => !after.has(tag) && now.has(tag))
    );
  };
  return later.find(undoes)?.ruleId ?? null;
}

function isTags(value: RuledValue): value is readonly string[] {
  return Array.isArray(value);
}
