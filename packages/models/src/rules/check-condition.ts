import { foldText, stripAccents } from '@titans/core';
import { RE2JS } from 're2js';
import { checkNumber, isNumberField } from './check-number.js';
import type { Condition, RecurringTest, TagsTest, TextTest } from './condition.js';
import { onlyMembers } from './only-members.js';
import { booleanAt, listAt, membersOf, type Place, refusal, textAt, wordAt } from './place.js';
import { type RuleTextField, ruleLimits, ruleTextFields } from './rule.js';
import { operatorScores } from './specificity.js';

/** Counts conditions over all rules, so that their number is bounded. */
export interface ConditionCount {
  count: number;
}

const textOperators = [
  'is',
  'isNot',
  'oneOf',
  'notOneOf',
  'contains',
  'notContains',
  'startsWith',
  'endsWith',
  'matches',
] as const;

/** Reads a condition of unknown origin. Throws `CONFIG_INVALID` with the place of what is wrong. */
export function checkCondition(value: unknown, place: Place, counted: ConditionCount, depth = 1): Condition {
  if (depth > ruleLimits.depth) throw refusal(place, `groups may nest up to ${ruleLimits.depth} deep`);
  if (++counted.count > ruleLimits.conditions) {
    throw refusal(place, `all rules together may have up to ${ruleLimits.conditions} conditions`);
  }
  const isObject = typeof value === 'object' && value !== null;
  for (const kind of ['all', 'any'] as const) {
    if (isObject && Object.hasOwn(value, kind)) {
      const parts = listAt(membersOf(value, [kind], place).get(kind), ruleLimits.conditions, [
        ...place,
        kind,
      ]);
      return {
        kind,
        parts: parts.map((part, index) => checkCondition(part, [...place, kind, index], counted, depth + 1)),
      };
    }
  }
  const members = membersOf(
    value,
    ['field', 'op', 'value', 'caseSensitive', 'min', 'max', 'currency'],
    place,
  );
  const field = members.get('field');
  const textField = ruleTextFields.find((each) => each === field);
  if (textField !== undefined) return checkText(textField, members, place);
  if (isNumberField(field)) return checkNumber(field, members, place);
  if (field === 'recurring') return checkRecurring(members, place);
  if (field === 'tags') return checkTags(members, place);
  throw refusal([...place, 'field'], 'the name of a field is needed, or a group "all" or "any"');
}

function checkText(field: RuleTextField, members: ReadonlyMap<string, unknown>, place: Place): Condition {
  onlyMembers(members, ['value', 'caseSensitive'], place);
  const op = wordAt(members.get('op'), textOperators, [...place, 'op']);
  const caseSensitive = booleanAt(members.get('caseSensitive') ?? false, [...place, 'caseSensitive']);
  const at = [...place, 'value'];
  const value = members.get('value');
  const wordOf = (each: unknown, where: Place): string => {
    const text = textAt(each, ruleLimits.textLength, where);
    const word = caseSensitive ? text : foldText(text);
    if (word === '') throw refusal(where, 'a text with more than marks and white space is needed');
    return word;
  };
  const isList = op === 'oneOf' || op === 'notOneOf';
  const words: (string | null)[] = isList
    ? listAt(value, ruleLimits.values, at).map((each, index) => wordOf(each, [...at, index]))
    : value === null && (op === 'is' || op === 'isNot')
      ? [null]
      : [op === 'matches' ? textAt(value, ruleLimits.textLength, at) : wordOf(value, at)];
  const negated = op === 'isNot' || op === 'notOneOf' || op === 'notContains';
  const base =
    op === 'notContains'
      ? 'contains'
      : op === 'is' || op === 'isNot' || op === 'oneOf' || op === 'notOneOf'
        ? 'oneOf'
        : op;
  const test: TextTest = {
    kind: 'text',
    field,
    op: base,
    negated,
    caseSensitive,
    words: new Set(words),
    word: words[0] ?? '',
    pattern: op === 'matches' ? compiledPattern(words[0] ?? '', caseSensitive, at) : null,
    patternText: op === 'matches' ? patternTextOf(words[0] ?? '', caseSensitive) : '',
  };
  return { kind: 'test', test, ...operatorScores[op] };
}

/** Without accents, as the text it is tried on; canonically only, so that no character becomes an operator. */
function patternTextOf(pattern: string, caseSensitive: boolean): string {
  return caseSensitive ? pattern : stripAccents(pattern);
}

function compiledPattern(pattern: string, caseSensitive: boolean, place: Place): RE2JS {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(
      patternTextOf(pattern, caseSensitive),
      caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE,
    );
  } catch (cause) {
    throw refusal(
      place,
      'a pattern of RE2 is needed, which has no look-around and no back references',
      cause,
    );
  }
  if (compiled.programSize() > ruleLimits.patternSize) {
    throw refusal(place, 'the pattern repeats too much; use smaller counts');
  }
  return compiled;
}

function checkRecurring(members: ReadonlyMap<string, unknown>, place: Place): Condition {
  onlyMembers(members, ['value'], place);
  const op = wordAt(members.get('op'), ['is', 'isNot'], [...place, 'op']);
  const value = members.get('value');
  if (value !== null && typeof value !== 'boolean') {
    throw refusal([...place, 'value'], 'true, false or null is needed');
  }
  const test: RecurringTest = { kind: 'recurring', field: 'recurring', negated: op === 'isNot', value };
  return { kind: 'test', test, ...operatorScores[op] };
}

function checkTags(members: ReadonlyMap<string, unknown>, place: Place): Condition {
  onlyMembers(members, ['value'], place);
  const op = wordAt(members.get('op'), ['hasAny', 'hasAll', 'hasNone'], [...place, 'op']);
  const at = [...place, 'value'];
  const tags = listAt(members.get('value'), ruleLimits.values, at).map((tag, index) =>
    foldText(textAt(tag, ruleLimits.textLength, [...at, index])),
  );
  const test: TagsTest = {
    kind: 'tags',
    field: 'tags',
    op: op === 'hasAll' ? 'all' : 'any',
    negated: op === 'hasNone',
    tags: new Set(tags),
  };
  return { kind: 'test', test, ...operatorScores[op] };
}
