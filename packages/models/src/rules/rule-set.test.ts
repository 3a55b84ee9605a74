import {
  createTransaction,
  isTitansError,
  type Transaction,
  type TransactionInput,
  tableFromRows,
} from '@titans/core';
import { describe, expect, test } from 'vitest';
import { type Rule, type RuleActions, type RuleCondition, ruleSet } from './index.js';

const row = (input: Partial<TransactionInput> = {}): Transaction =>
  createTransaction({
    date: '2024-02-29',
    description: 'TESCO STORES 3021',
    amount: -41.2,
    currency: 'GBP',
    ...input,
  });
const rule = (id: string, when: RuleCondition, actions: RuleActions, rest: Partial<Rule> = {}): Rule => ({
  id,
  when,
  actions,
  ...rest,
});
const always: RuleCondition = { field: 'amount', op: 'atMost', value: 1_000_000, currency: 'GBP' };
const meets = (when: RuleCondition, transaction: Transaction): boolean =>
  ruleSet([rule('only', when, { excluded: true })]).apply(transaction).excluded;

describe('conditions', () => {
  const paid = row({
    description: 'Café Zürich – Straße 12',
    merchantName: 'Café Zürich',
    merchantCategoryCode: '5812',
    tags: ['Urlaub', 'été'],
    time: '18:30',
    balance: 100,
  });
  test.each<[string, RuleCondition, boolean]>([
    ['equal but for case and accents', { field: 'merchantName', op: 'is', value: 'CAFE ZURICH' }, true],
    [
      'case that counts',
      { field: 'merchantName', op: 'is', value: 'cafe zurich', caseSensitive: true },
      false,
    ],
    ['sharp s', { field: 'description', op: 'contains', value: 'STRASSE' }, true],
    ['a start', { field: 'description', op: 'startsWith', value: 'cafe z' }, true],
    ['a start elsewhere', { field: 'description', op: 'startsWith', value: 'zurich' }, false],
    ['an end', { field: 'description', op: 'endsWith', value: '12' }, true],
    ['a pattern with letters of two', { field: 'description', op: 'matches', value: 'straße \\d+' }, true],
    ['a pattern with accents', { field: 'description', op: 'matches', value: '^CAFÉ .*\\d{2}$' }, true],
    [
      'a pattern whose case counts',
      { field: 'description', op: 'matches', value: 'café', caseSensitive: true },
      false,
    ],
    ['what is absent', { field: 'location', op: 'is', value: null }, true],
    ['not, of what is absent', { field: 'location', op: 'isNot', value: 'Bern' }, true],
    ['a list', { field: 'merchantCategoryCode', op: 'oneOf', value: ['5411', '5812'] }, true],
    ['not in a list', { field: 'merchantCategoryCode', op: 'notOneOf', value: ['5411', '5812'] }, false],
    ['the type', { field: 'type', op: 'is', value: 'Expense' }, true],
    ['an amount', { field: 'amount', op: 'is', value: '-41.20', currency: 'GBP' }, true],
    ['its size', { field: 'absoluteAmount', op: 'between', min: 41, max: 41.2, currency: 'GBP' }, true],
    ['another currency', { field: 'amount', op: 'is', value: -41.2, currency: 'USD' }, false],
    // 7.5 % of 44.54 are 3.34: down to 41.20.
    ['about', { field: 'absoluteAmount', op: 'isAbout', value: 44.54, currency: 'GBP' }, true],
    ['not about', { field: 'absoluteAmount', op: 'isAbout', value: 44.55, currency: 'GBP' }, false],
    ['a balance', { field: 'balance', op: 'moreThan', value: 100, currency: 'GBP' }, false],
    ['a date', { field: 'date', op: 'between', min: '2024-02-01', max: '2024-02-29' }, true],
    ['a date about', { field: 'date', op: 'isAbout', value: '2024-03-02' }, true],
    ['a leap day', { field: 'daysToMonthEnd', op: 'is', value: 0 }, true],
    ['a Thursday', { field: 'dayOfWeek', op: 'is', value: 4 }, true],
    ['an hour', { field: 'hour', op: 'oneOf', value: [17, 18] }, true],
    ['a time', { field: 'time', op: 'lessThan', value: '18:30' }, false],
    ['a tag', { field: 'tags', op: 'hasAny', value: ['ETE', 'x'] }, true],
    ['all tags', { field: 'tags', op: 'hasAll', value: ['urlaub', 'x'] }, false],
    ['no tag', { field: 'tags', op: 'hasNone', value: ['x'] }, true],
    ['recurrence unknown', { field: 'recurring', op: 'is', value: null }, true],
    [
      'any',
      {
        any: [
          { field: 'hour', op: 'is', value: 3 },
          { field: 'month', op: 'is', value: 2 },
        ],
      },
      true,
    ],
    [
      'all',
      {
        all: [
          { field: 'hour', op: 'is', value: 3 },
          { field: 'month', op: 'is', value: 2 },
        ],
      },
      false,
    ],
  ])('%s', (_, when, expected) => {
    expect(meets(when, paid)).toBe(expected);
  });

  test('no time is no hour', () => {
    expect(meets({ field: 'hour', op: 'atMost', value: 23 }, row())).toBe(false);
  });
});

describe('the order', () => {
  // The scores and the doubling of Actual Budget's rule-utils.ts: oneOf 9 × 2, is + contains 10, isbetween 5, contains 0.
  test('is that of Actual Budget: from the least to the most specific, equal ones by id', () => {
    const has: RuleCondition = { field: 'description', op: 'contains', value: 'a' };
    const is: RuleCondition = { field: 'accountId', op: 'is', value: 'a' };
    const set = ruleSet([
      rule('twice', is, { category: 'x' }),
      rule('mixed', { all: [is, has] }, { category: 'x' }),
      rule('list', { field: 'accountId', op: 'oneOf', value: ['a'] }, { category: 'x' }),
      rule('between', { field: 'amount', op: 'between', min: 1, max: 2, currency: 'GBP' }, { category: 'x' }),
      rule('b', has, { category: 'x' }),
      rule('a', has, { category: 'x' }),
      rule('more', { field: 'month', op: 'moreThan', value: 1 }, { category: 'x' }),
    ]);
    expect(set.order).toEqual(['a', 'b', 'more', 'between', 'mixed', 'list', 'twice']);
  });

  test('stages come first, then priorities', () => {
    const set = ruleSet([
      rule('post', always, { category: 'x' }, { stage: 'post', priority: -5 }),
      rule('exact', { field: 'type', op: 'is', value: 'Expense' }, { category: 'x' }),
      rule('urgent', always, { category: 'x' }, { priority: 1 }),
      rule('pre', always, { category: 'x' }, { stage: 'pre', priority: 9 }),
      rule('off', always, { category: 'x' }, { enabled: false }),
    ]);
    expect(set.order).toEqual(['pre', 'exact', 'urgent', 'post']);
  });
});

describe('running', () => {
  test('rules see what earlier ones set, and the trace says who won', () => {
    const set = ruleSet([
      rule(
        'clean',
        { field: 'description', op: 'matches', value: '^tesco' },
        { merchantName: 'Tesco' },
        { stage: 'pre' },
      ),
      rule('wide', { field: 'description', op: 'contains', value: 'stores' }, { category: 'shopping' }),
      rule('exact', { field: 'merchantName', op: 'is', value: 'tesco' }, { category: 'food>groceries' }),
    ]);
    const { transaction, fired, category, trace } = set.apply(row());
    expect(transaction).toEqual({ ...row(), merchantName: 'Tesco', category: 'food > groceries' });
    expect(fired).toEqual(['clean', 'wide', 'exact']);
    expect(category).toEqual({
      source: 'rule',
      category: 'food > groceries',
      ruleId: 'exact',
      stage: 'default',
      trace: trace.slice(1),
    });
    expect(trace[1]).toEqual({
      ruleId: 'wide',
      stage: 'default',
      field: 'category',
      before: null,
      after: 'shopping',
      overriddenBy: 'exact',
    });
  });

  test('stop ends the stage or everything', () => {
    const rules = (stop: 'stage' | 'all'): readonly Rule[] => [
      rule('a', always, { category: 'a' }, { stop }),
      rule('b', always, { category: 'b' }),
      rule('c', always, { addTags: ['c'] }, { stage: 'post' }),
    ];
    expect(ruleSet(rules('stage')).apply(row()).fired).toEqual(['a', 'c']);
    expect(ruleSet(rules('all')).apply(row()).fired).toEqual(['a']);
  });

  test('type turns the amount, tags keep their places, and a tag taken away is overridden', () => {
    const set = ruleSet([
      rule('refund', always, { type: 'Income', recurring: true, addTags: ['new', 'OLD'] }),
      rule('take', always, { removeTags: ['New'], addTags: ['other'] }, { priority: 1 }),
    ]);
    const { transaction, trace } = set.apply(row({ tags: ['Old', 'kept'] }));
    expect(transaction).toMatchObject({
      type: 'Income',
      amountMinor: 4120,
      recurring: true,
      tags: ['Old', 'kept', 'other'],
    });
    expect(trace.find(({ field }) => field === 'tags')?.overriddenBy).toBe('take');
  });

  test('a table and its rows give the same; columns that nothing changes are shared', async () => {
    const table = tableFromRows([
      row(),
      row({ description: 'Rent', amount: -900 }),
      row({ category: 'old' }),
    ]);
    const set = ruleSet([
      rule('t', { field: 'description', op: 'contains', value: 'tesco' }, { category: 'food' }),
    ]);
    const applied = await set.applyAll(table);
    expect([...applied.table.rows()].map(({ category }) => category)).toEqual(['food', null, 'food']);
    expect(applied.changedRows).toBe(2);
    expect(applied.table.columns.tags).toBe(table.columns.tags);
    expect(applied.table.columns.amountMinor).toBe(table.columns.amountMinor);
    expect(applied.outcome(0)).toEqual(set.apply(row()));
  });

  test('a raised signal ends it, and progress counts the rows', async () => {
    const set = ruleSet([rule('a', always, { category: 'a' })]);
    const table = tableFromRows([row()]);
    const done: number[] = [];
    await set.applyAll(table, { onProgress: (progress) => done.push(progress.done) });
    expect(done).toEqual([1]);
    const error: unknown = await set.dryRun(table, { signal: AbortSignal.abort() }).catch((caught) => caught);
    expect(isTitansError(error, 'ABORTED')).toBe(true);
  });
});

describe('a dry run', () => {
  test('counts what matches, what changes and what is overridden', async () => {
    const set = ruleSet([
      rule('wide', always, { category: 'food' }),
      rule('exact', { field: 'description', op: 'is', value: 'rent' }, { category: 'home' }),
    ]);
    const table = tableFromRows([
      row({ category: 'food' }),
      row({ description: 'Rent' }),
      row({ currency: 'USD' }),
    ]);
    const { rows, matchedRows, rules } = await set.dryRun(table, { examples: 1 });
    expect({ rows, matchedRows }).toEqual({ rows: 3, matchedRows: 2 });
    expect(rules).toMatchObject([
      { ruleId: 'wide', matched: 2, changed: 1, overridden: 1, examples: [{ row: 0 }] },
      { ruleId: 'exact', matched: 1, changed: 1, overridden: 0, examples: [{ row: 1 }] },
    ]);
  });
});
