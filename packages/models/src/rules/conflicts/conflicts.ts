import type { CheckedRule } from '../check-rules.js';
import type { RuleField } from '../rule.js';
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

/**
 * Finds what can be said without rows of the rule at a position in the order of running. Each rule is held against those
 * behind it, so that all together take time with the square of their number.
 */
export function conflictFinder(running: readonly CheckedRule[]): (position: number) => RuleConflict[] {
  const written = new Map<string, number>();
  for (const [position, rule] of running.entries()) {
    for (const field of rule.writes) written.set(field, position);
  }
  const endsStage = new Set<string>();
  const looked = running.map((rule, position): LookedAt => {
    const endsStageBefore = endsStage.has(rule.stage);
    if (rule.stop === 'stage') endsStage.add(rule.stage);
    const reads = [...rule.reads];
    return {
      rule,
      position,
      reads,
      // What no rule sets is the same whenever a rule looks at it.
      isSteady: reads.every((field) => !written.has(field)),
      settings: settingsOf(rule),
      endsStageBefore,
    };
  });
  const stops = looked.filter(({ rule, isSteady }) => rule.stop !== null && isSteady);

  return (position) => {
    const { rule, reads } = looked[position] as LookedAt;
    if (isContradiction(rule.when)) return [{ kind: 'contradiction', ruleId: rule.id }];
    const conflicts: RuleConflict[] = [];
    const stop = stops.find(
      (each) => each.position < position && isWithinReach(each, rule) && implies(rule.when, each.rule.when),
    );
    const overrider = stop === undefined ? overriderOf(position, looked) : null;
    if (stop !== undefined) conflicts.push({ kind: 'shadowed', ruleId: rule.id, by: stop.rule.id });
    if (overrider !== null) conflicts.push({ kind: 'overridden', ruleId: rule.id, by: overrider.id });
    for (const field of reads) {
      const last = written.get(field) ?? -1;
      if (last >= position) {
        conflicts.push({ kind: 'feedback', ruleId: rule.id, by: (running[last] as CheckedRule).id, field });
      }
    }
    return conflicts;
  };
}

interface LookedAt {
  readonly rule: CheckedRule;
  readonly position: number;
  readonly reads: readonly RuleField[];
  readonly isSteady: boolean;
  /** What it sets, or `null` if it also adds or removes tags, which others add to. */
  readonly settings: readonly string[] | null;
  /** Whether a rule before it may end its stage. */
  readonly endsStageBefore: boolean;
}

/** Whether a rule that stops surely keeps a later one from running, itself not being kept from it otherwise. */
function isWithinReach({ rule: stop, endsStageBefore }: LookedAt, later: CheckedRule): boolean {
  return stop.stage === later.stage || (stop.stop === 'all' && !endsStageBefore);
}

/** The rule that undoes another wherever that fires, if no rule between can see or keep what it did. */
function overriderOf(position: number, looked: readonly LookedAt[]): CheckedRule | null {
  const { rule, settings } = looked[position] as LookedAt;
  if (settings === null || rule.stop !== null) return null;
  for (let next = position + 1; next < looked.length; next++) {
    const later = looked[next] as LookedAt;
    if (later.reads.some((field) => rule.writes.has(field))) return null;
    const setsAll = later.settings !== null && settings.every((key) => later.settings?.includes(key));
    if (setsAll && later.isSteady && implies(rule.when, later.rule.when)) return later.rule;
    if (later.rule.stop !== null) return null;
  }
  return null;
}

function settingsOf({ actions }: CheckedRule): readonly string[] | null {
  return actions.addTags !== undefined || actions.removeTags !== undefined ? null : Object.keys(actions);
}
