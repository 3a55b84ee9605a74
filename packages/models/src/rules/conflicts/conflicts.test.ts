import { createTransaction, tableFromRows } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { type Rule, type RuleCondition, ruleSet } from '../index.js';

const rule = (id: string, when: RuleCondition, rest: Partial<Rule> = {}): Rule => ({
  id,
  when,
  actions: { category: id },
  ...rest,
});
const has = (value: string): RuleCondition => ({ field: 'description', op: 'contains', value });
const merchant = (...value: string[]): RuleCondition => ({ field: 'merchantName', op: 'oneOf', value });

describe('contradictions', () => {
  test.each<[string, readonly RuleCondition[], boolean]>([
    ['two names', [merchant('a'), merchant('b')], true],
    ['lists that share a name', [merchant('a', 'b'), merchant('b', 'c')], false],
    ['a name that lacks a word', [{ field: 'description', op: 'is', value: 'Tesco' }, has('shell')], true],
    ['a name that has it', [{ field: 'description', op: 'is', value: 'Shell Oil' }, has('shell')], false],
    [
      'a word and not a part of it',
      [has('tesco'), { field: 'description', op: 'notContains', value: 'ESC' }],
      true,
    ],
    [
      'two starts',
      [
        { field: 'description', op: 'startsWith', value: 'ab' },
        { field: 'description', op: 'startsWith', value: 'ac' },
      ],
      true,
    ],
    [
      'absent and present',
      [
        { field: 'category', op: 'is', value: null },
        { field: 'category', op: 'contains', value: 'a' },
      ],
      true,
    ],
    [
      'an empty range',
      [
        { field: 'month', op: 'lessThan', value: 3 },
        { field: 'month', op: 'moreThan', value: 2 },
      ],
      true,
    ],
    [
      'a range of one',
      [
        { field: 'month', op: 'lessThan', value: 3 },
        { field: 'month', op: 'moreThan', value: 1 },
      ],
      false,
    ],
    ['no month', [{ field: 'month', op: 'notOneOf', value: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }], true],
    [
      'two currencies',
      [
        { field: 'amount', op: 'atLeast', value: 1, currency: 'USD' },
        { field: 'amount', op: 'atLeast', value: 1, currency: 'EUR' },
      ],
      true,
    ],
    [
      'a tag and not',
      [
        { field: 'tags', op: 'hasAll', value: ['a', 'b'] },
        { field: 'tags', op: 'hasNone', value: ['B'] },
      ],
      true,
    ],
    [
      'a tag of two',
      [
        { field: 'tags', op: 'hasAny', value: ['a', 'b'] },
        { field: 'tags', op: 'hasNone', value: ['B'] },
      ],
      false,
    ],
    [
      'recurring or not',
      [
        { field: 'recurring', op: 'is', value: true },
        { field: 'recurring', op: 'is', value: null },
      ],
      true,
    ],
    ['a group of them', [{ any: [{ all: [merchant('a'), merchant('b')] }] }], true],
    ['one way out', [{ any: [{ all: [merchant('a'), merchant('b')] }, merchant('c')] }], false],
  ])('%s: %#', async (_, all, expected) => {
    const found = await ruleSet([rule('r', { all })]).conflicts();
    expect(found.some(({ kind }) => kind === 'contradiction')).toBe(expected);
  });
});

describe('rules without effect', () => {
  test('one that stops shadows the stricter ones behind it', async () => {
    const set = ruleSet([
      rule('all', has('tesco'), { stop: 'stage' }),
      rule('some', has('tesco metro')),
      rule('other', has('metro')),
      rule('later', has('tesco metro'), { stage: 'post' }),
    ]);
    expect(await set.conflicts()).toEqual([{ kind: 'shadowed', ruleId: 'some', by: 'all' }]);
  });

  test('one that runs later and sets the same overrides', async () => {
    const set = ruleSet([
      rule('narrow', has('tesco metro')),
      rule('wide', has('tesco'), { priority: 1 }),
      rule('more', has('tesco express'), { actions: { category: 'x', recurring: true } }),
    ]);
    expect(await set.conflicts()).toEqual([{ kind: 'overridden', ruleId: 'narrow', by: 'wide' }]);
  });

  test('not where a rule between sees what it set', async () => {
    const set = ruleSet([
      rule('narrow', has('tesco metro')),
      rule('sees', { field: 'category', op: 'is', value: 'narrow' }, { actions: { excluded: true } }),
      rule('wide', has('tesco'), { stage: 'post' }),
    ]);
    const kinds = (await set.conflicts()).map(({ kind, ruleId }) => `${kind} ${ruleId}`);
    expect(kinds).toEqual(['feedback sees']);
  });
});

test('feedback: a condition looks at what is set after it', async () => {
  const set = ruleSet([rule('r', { field: 'category', op: 'is', value: null })]);
  expect(await set.conflicts()).toEqual([{ kind: 'feedback', ruleId: 'r', by: 'r', field: 'category' }]);
});

test('disagreements on the rows of a table, most rows first', async () => {
  const set = ruleSet([
    rule('a', has('shell')),
    rule('b', has('oil')),
    rule('c', has('rent')),
    rule('d', has('flat')),
  ]);
  const table = tableFromRows(
    ['Rent flat', 'Shell Oil', 'Shell', 'Shell oil 2'].map((description) =>
      createTransaction({ date: '2024-01-01', description, amount: -1 }),
    ),
  );
  expect(await set.conflicts(table)).toEqual([
    { kind: 'disagreement', ruleId: 'a', by: 'b', field: 'category', rows: 2, examples: [1, 3] },
    { kind: 'disagreement', ruleId: 'c', by: 'd', field: 'category', rows: 1, examples: [0] },
  ]);
});
