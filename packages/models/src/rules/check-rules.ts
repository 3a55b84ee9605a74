import { foldText, limits, normaliseText, transactionTypes } from '@titans/core';
import { type ConditionCount, checkCondition } from './check-condition.js';
import { type Condition, testsOf } from './condition.js';
import { booleanAt, listAt, membersOf, type Place, refusal, textAt, wordAt } from './place.js';
import {
  type Rule,
  type RuleActions,
  type RuleDocument,
  type RuleField,
  type RuleStage,
  ruleFormatVersion,
  ruleLimits,
  ruleStages,
} from './rule.js';
import { specificityOf } from './specificity.js';

/** A rule that was checked, ready to run. */
export interface CheckedRule {
  readonly id: string;
  readonly stage: RuleStage;
  readonly priority: number;
  readonly specificity: number;
  readonly stop: 'stage' | 'all' | null;
  readonly when: Condition;
  readonly actions: RuleActions;
  /** Fields that its condition looks at, and those that it changes. */
  readonly reads: ReadonlySet<RuleField>;
  readonly writes: ReadonlySet<RuleField>;
}

const ruleKeys = ['id', 'name', 'enabled', 'stage', 'priority', 'when', 'actions', 'stop'];
const actionKeys = [
  'category',
  'merchantName',
  'type',
  'recurring',
  'addTags',
  'removeTags',
  'excluded',
] as const;

/** Rules in the form of a document, those that are enabled in the order in which they run. */
export interface CheckedRules {
  readonly document: RuleDocument;
  readonly running: readonly CheckedRule[];
}

/** Reads rules of unknown origin: a document, or only the list. Throws `CONFIG_INVALID` with a JSON pointer. */
export function checkRules(value: unknown): CheckedRules {
  const isList = Array.isArray(value);
  const members = isList ? null : membersOf(value, ['version', 'rules'], []);
  if (members !== null && members.get('version') !== ruleFormatVersion) {
    throw refusal(['version'], `version ${ruleFormatVersion} is needed, which this release reads`);
  }
  const rules = isList ? value : members?.get('rules');
  const place: Place = isList ? [] : ['rules'];
  if (!Array.isArray(rules)) throw refusal(place, 'a list of rules is needed');
  if (rules.length > ruleLimits.rules) throw refusal(place, `up to ${ruleLimits.rules} rules are possible`);
  const counted: ConditionCount = { count: 0 };
  const seen = new Set<string>();
  const running: CheckedRule[] = [];
  for (const [index, rule] of rules.entries()) {
    const at = [...place, index];
    const { checked, isEnabled } = checkRule(rule, at, counted);
    if (seen.has(checked.id)) throw refusal([...at, 'id'], 'another rule has this id; ids are unique');
    seen.add(checked.id);
    if (isEnabled) running.push(checked);
  }
  // Copied, so that nobody changes the rules behind the compiled ones; what was checked is plain JSON.
  const copy = structuredClone(rules) as readonly Rule[];
  const document = deepFreeze({ version: ruleFormatVersion, rules: copy } satisfies RuleDocument);
  return { document, running: running.sort(byOrder) };
}

function checkRule(
  value: unknown,
  place: Place,
  counted: ConditionCount,
): { checked: CheckedRule; isEnabled: boolean } {
  const members = membersOf(value, ruleKeys, place);
  const name = members.get('name');
  if (name !== undefined) textAt(name, limits.nameLength, [...place, 'name']);
  const priority = members.get('priority') ?? 0;
  if (typeof priority !== 'number' || !Number.isSafeInteger(priority)) {
    throw refusal([...place, 'priority'], 'a whole number is needed');
  }
  const stop = members.get('stop');
  const when = checkCondition(members.get('when'), [...place, 'when'], counted);
  const actions = checkActions(members.get('actions'), [...place, 'actions']);
  const checked: CheckedRule = {
    id: textAt(members.get('id'), limits.identifierLength, [...place, 'id']),
    stage: wordAt(members.get('stage') ?? 'default', ruleStages, [...place, 'stage']),
    priority,
    specificity: specificityOf(when),
    stop: stop === undefined ? null : wordAt(stop, ['stage', 'all'] as const, [...place, 'stop']),
    when,
    actions,
    reads: new Set(testsOf(when).map(({ field }) => field)),
    writes: writesOf(actions),
  };
  return { checked, isEnabled: booleanAt(members.get('enabled') ?? true, [...place, 'enabled']) };
}

function checkActions(value: unknown, place: Place): RuleActions {
  const members = membersOf(value, actionKeys, place);
  if (members.size === 0) throw refusal(place, `at least one action is needed: ${actionKeys.join(', ')}`);
  const at = (key: string): Place => [...place, key];
  const has = (key: (typeof actionKeys)[number]): boolean => members.has(key);
  const tags = (key: 'addTags' | 'removeTags'): readonly string[] =>
    listAt(members.get(key), limits.tags, at(key)).map((tag, index) =>
      textAt(tag, limits.tagLength, [...at(key), index]),
    );
  const actions: RuleActions = {
    ...(has('category') ? { category: categoryAt(members.get('category'), at('category')) } : {}),
    ...(has('merchantName')
      ? {
          merchantName: normaliseText(
            textAt(members.get('merchantName'), limits.nameLength, at('merchantName')),
          ),
        }
      : {}),
    ...(has('type') ? { type: wordAt(members.get('type'), transactionTypes, at('type')) } : {}),
    ...(has('recurring') ? { recurring: booleanAt(members.get('recurring'), at('recurring')) } : {}),
    ...(has('removeTags') ? { removeTags: tags('removeTags') } : {}),
    ...(has('addTags') ? { addTags: tags('addTags') } : {}),
    ...(has('excluded') ? { excluded: booleanAt(members.get('excluded'), at('excluded')) } : {}),
  };
  if (actions.merchantName === '') throw refusal(at('merchantName'), 'a text is needed');
  const removed = new Set(actions.removeTags?.map(foldText));
  if (actions.addTags?.some((tag) => removed.has(foldText(tag)))) {
    throw refusal(at('addTags'), 'a tag cannot be added and removed by one rule');
  }
  return actions;
}

/** A category of one level or two in the one form in which it is written. */
export function categoryAt(value: unknown, place: Place): string {
  const levels = textAt(value, limits.categoryLength, place).split('>').map(normaliseText);
  if (levels.length > 2 || levels.includes('')) {
    throw refusal(place, 'a category of one level or two is needed, such as "food > groceries"');
  }
  const category = levels.join(' > ');
  if (category.length > limits.categoryLength) {
    throw refusal(place, `the text may have up to ${limits.categoryLength} characters`);
  }
  return category;
}

function writesOf(actions: RuleActions): Set<RuleField> {
  const writes = new Set<RuleField>();
  if (actions.category !== undefined) writes.add('category');
  if (actions.merchantName !== undefined) writes.add('merchantName');
  if (actions.type !== undefined) writes.add('type').add('amount');
  if (actions.recurring !== undefined) writes.add('recurring');
  if (actions.addTags !== undefined || actions.removeTags !== undefined) writes.add('tags');
  return writes;
}

/** Later ones win: by stage, then priority, then specificity; equal ones by id, whatever order they were given in. */
function byOrder(a: CheckedRule, b: CheckedRule): number {
  return (
    ruleStages.indexOf(a.stage) - ruleStages.indexOf(b.stage) ||
    a.priority - b.priority ||
    a.specificity - b.specificity ||
    (a.id < b.id ? -1 : 1)
  );
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) deepFreeze(member);
    Object.freeze(value);
  }
  return value;
}
