import { foldText, limits, type Transaction } from '@titans/core';
import type { TagValue } from './condition.js';
import type { RuleActions } from './rule.js';

/** The tags in the form in which conditions look for them; of equal ones the first is kept. */
export function tagValue(tags: readonly string[]): TagValue {
  const value = new Map<string, string>();
  for (const tag of tags) {
    const folded = foldText(tag);
    if (!value.has(folded)) value.set(folded, tag);
  }
  return value;
}

/** The tags after a rule. */
export function tagsAfter(tags: TagValue, actions: RuleActions): TagValue {
  const after = new Map(tags);
  for (const tag of actions.removeTags ?? []) after.delete(foldText(tag));
  for (const [folded, tag] of tagValue(actions.addTags ?? [])) {
    if (!after.has(folded)) after.set(folded, tag);
  }
  return after;
}

/**
 * The tags as a row keeps them: those it had where they stood, then those that came, up to as many as a transaction
 * may have. The order says nothing of rules that took a tag away and gave it back, so that a second run changes nothing.
 */
export function tagList(before: readonly string[], after: TagValue): readonly string[] {
  const kept = [...tagValue(before)].filter(([folded]) => after.has(folded));
  const had = new Set(kept.map(([folded]) => folded));
  const added = [...after].filter(([folded]) => !had.has(folded));
  return [...kept, ...added].slice(0, limits.tags).map(([, tag]) => tag);
}

/** The amount with the sign of its type. */
export function amountOfType(amountMinor: number, type: Transaction['type']): number {
  const size = Math.abs(amountMinor);
  return type === 'Income' || size === 0 ? size : -size;
}
