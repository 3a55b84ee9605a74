import type { CheckedRule } from '../check-rules.js';
import { implies, isContradiction } from './contradiction.js';

/** Something about rules that their author probably does not mean. */
export type RuleConflict =
  /** No transaction can meet the condition. */
  | { readonly kind: 'contradiction'; readonly ruleId: string }
  /** A rule that stops the others fires wherever this one would: it never fires. */
  | { readonly kind: 'shadowed'; readonly ruleId: string; readonly by: string }
  /** A later rule fires wherever this one does and sets all that it sets: it never has an effect. */
  | { readonly kind: 'overridden'; readonly ruleId: string; readonly by: string }
  /** The condition looks at a field that this rule or a later one sets: to apply twice may give something else. */
  | { readonly kind: 'feedback'; readonly ruleId: string; readonly by: string; readonly field: string }
  /** Two rules set different values on the same rows of the table. The later one, `by`, wins. */
  | {
      readonly kind: 'disagreement';
      readonly ruleId: string;
      readonly by: string;
      readonly field: string;
      readonly rows: number;
      /** The first of the rows. */
      readonly examples: readonly number[];
    };

/** What can be said of rules without rows, in the order in which they run. */
export function staticConflicts(running: readonly CheckedRule[]): RuleConflict[] {
  const written = new Map<string, number>();
  for (const [position, rule] of running.entries()) {
    for (const field of rule.writes) written.set(field, position);
  }
  const isSteady = (rule: CheckedRule): boolean => [...rule.reads].every((field) => !written.has(field));
  const stops = running.flatMap((rule, position) =>
    rule.stop !== null && isSteady(rule) ? [{ rule, position }] : [],
  );
  return running.flatMap((rule, position): RuleConflict[] => {
    if (isContradiction(rule.when)) return [{ kind: 'contradiction', ruleId: rule.id }];
    const conflicts: RuleConflict[] = [];
    const stop = stops.find(
      (each) =>
        each.position < position && isWithinReach(each, rule, running) && implies(rule.when, each.rule.when),
    );
    const shadow = stop?.rule ?? null;
    if (shadow !== null) conflicts.push({ kind: 'shadowed', ruleId: rule.id, by: shadow.id });
    const later = shadow === null ? overriderOf(position, running, isSteady) : null;
    if (later !== null) conflicts.push({ kind: 'overridden', ruleId: rule.id, by: later.id });
    for (const field of rule.reads) {
      const last = written.get(field) ?? -1;
      if (last >= position) {
        conflicts.push({ kind: 'feedback', ruleId: rule.id, by: (running[last] as CheckedRule).id, field });
      }
    }
    return conflicts;
  });
}

/** Whether a rule that stops surely keeps a later one from running, itself not being kept from it otherwise. */
function isWithinReach(
  { rule: stop, position }: { readonly rule: CheckedRule; readonly position: number },
  later: CheckedRule,
  running: readonly CheckedRule[],
): boolean {
  if (stop.stage === later.stage) return true;
  return (
    stop.stop === 'all' &&
    !running.slice(0, position).some((rule) => rule.stage === stop.stage && rule.stop === 'stage')
  );
}

/** The rule that undoes another wherever that fires, if no rule between can see or keep what it did. */
function overriderOf(
  position: number,
  running: readonly CheckedRule[],
  isSteady: (rule: CheckedRule) => boolean,
): CheckedRule | null {
  const rule = running[position] as CheckedRule;
  const keys = settingsOf(rule);
  if (keys === null || rule.stop !== null) return null;
  for (let next = position + 1; next < running.length; next++) {
    const later = running[next] as CheckedRule;
    if ([...later.reads].some((field) => rule.writes.has(field))) return null;
    const settings = settingsOf(later);
    const setsAll = settings !== null && keys.every((key) => settings.includes(key));
    if (setsAll && isSteady(later) && implies(rule.when, later.when)) return later;
    if (later.stop !== null) return null;
  }
  return null;
}

/** What a rule sets, or `null` if it also adds or removes tags, which others add to. */
function settingsOf({ actions }: CheckedRule): readonly string[] | null {
  return actions.addTags !== undefined || actions.removeTags !== undefined ? null : Object.keys(actions);
}
