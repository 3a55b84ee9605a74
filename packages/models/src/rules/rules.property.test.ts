import { createTransaction, foldText, type Transaction, tableFromRows } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountOfType, tagsAfter, tagValue } from './actions.js';
import { type CheckedRule, checkRules } from './check-rules.js';
import { holds, type RowState } from './condition.js';
import { type Rule, type RuleActions, type RuleCondition, type RuleTextCondition, ruleSet } from './index.js';
import { ruleTextFields } from './rule.js';

const words = ['tesco', 'Tesco Café', 'cafe', 'SHELL', 'shell oil', 'oil', 'a', 'rent', 'Straße', 'x > y'];
const word = fc.constantFrom(...words);
const textField = fc.constantFrom('description', 'merchantName', 'category', 'type', 'accountId' as const);
const textCondition: fc.Arbitrary<RuleCondition> = fc.oneof(
  fc.record({
    field: textField,
    op: fc.constantFrom('contains', 'notContains', 'startsWith', 'endsWith', 'is', 'isNot' as const),
    value: word,
    caseSensitive: fc.boolean(),
  }),
  fc.record({ field: textField, op: fc.constantFrom('is', 'isNot' as const), value: fc.constant(null) }),
  fc.record({
    field: textField,
    op: fc.constantFrom('oneOf', 'notOneOf' as const),
    value: fc.array(word, { minLength: 1, maxLength: 3 }),
    caseSensitive: fc.boolean(),
  }),
  fc.record({
    field: textField,
    op: fc.constant('matches' as const),
    value: fc.constantFrom('^tesco', 'oil$', 'café|rent', '\\bcafe\\b', 'e{2}', '[^a-z]'),
    caseSensitive: fc.boolean(),
  }),
) as fc.Arbitrary<RuleTextCondition>;
const leaf: fc.Arbitrary<RuleCondition> = fc.oneof(
  { weight: 3, arbitrary: textCondition },
  fc.record({
    field: fc.constantFrom('amount', 'absoluteAmount' as const),
    op: fc.constantFrom('lessThan', 'atLeast', 'is', 'isAbout' as const),
    value: fc.integer({ min: -3, max: 3 }),
    currency: fc.constantFrom('USD', 'EUR'),
  }),
  fc.record({
    field: fc.constant('dayOfWeek' as const),
    op: fc.constant('atMost' as const),
    value: fc.integer({ min: 1, max: 7 }),
  }),
  fc.record({
    field: fc.constant('recurring' as const),
    op: fc.constant('is' as const),
    value: fc.constantFrom(true, null),
  }),
  fc.record({
    field: fc.constant('tags' as const),
    op: fc.constantFrom('hasAny', 'hasAll', 'hasNone' as const),
    value: fc.array(fc.constantFrom('T1', 't2', 'é'), { minLength: 1, maxLength: 2 }),
  }),
);
const { condition } = fc.letrec<{ condition: RuleCondition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all): RuleCondition => ({ all })),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((any): RuleCondition => ({ any })),
  ),
}));
const tagList = fc.subarray(['T1', 'T2', 'e'], { minLength: 1 });
const actions: fc.Arbitrary<RuleActions> = fc.oneof(
  word.map((category): RuleActions => ({ category })),
  word.map((merchantName): RuleActions => ({ merchantName })),
  fc.constantFrom<RuleActions>(
    { type: 'Income' },
    { type: 'Expense' },
    { recurring: true },
    { excluded: true },
  ),
  tagList.map((addTags): RuleActions => ({ addTags })),
  tagList.map((removeTags): RuleActions => ({ removeTags })),
);
const rules: fc.Arbitrary<Rule[]> = fc
  .array(
    fc.record(
      {
        when: condition,
        actions,
        stage: fc.constantFrom('pre', 'default', 'post' as const),
        priority: fc.integer({ min: 0, max: 1 }),
        stop: fc.constantFrom('no', 'no', 'no', 'no', 'no', 'stage', 'all' as const),
        enabled: fc.constantFrom(true, true, false),
      },
      { requiredKeys: ['when', 'actions'] },
    ),
    { maxLength: 40, size: 'max' },
  )
  .map((list) =>
    list.map(
      ({ stop = 'no', ...rule }, index): Rule => ({
        ...rule,
        id: `r${index}`,
        ...(stop === 'no' ? {} : { stop }),
      }),
    ),
  );
const transaction: fc.Arbitrary<Transaction> = fc
  .record({
    description: fc.array(word, { minLength: 1, maxLength: 3 }).map((list) => list.join(' ')),
    merchantName: fc.option(word),
    category: fc.option(word),
    amount: fc.integer({ min: -3, max: 3 }),
    currency: fc.constantFrom('USD', 'EUR'),
    tags: fc.subarray(['t1', 'T2', 'É', 'other']),
    recurring: fc.constantFrom(true, false, null),
    accountId: word,
    day: fc.integer({ min: 1, max: 28 }),
  })
  .map(({ day, ...input }) =>
    createTransaction({ ...input, date: `2024-02-${String(day).padStart(2, '0')}` }),
  );

/** All rules in order, each tried on the row as it stands: what the index has to agree with. */
function naive(running: readonly CheckedRule[], row: Transaction): string[] {
  const fired: string[] = [];
  let stopped: string | null = null;
  let { category, merchantName, type, amountMinor, recurring } = row;
  let tags = tagValue(row.tags);
  for (const rule of running) {
    const now = { ...row, category, merchantName, type, amountMinor, recurring };
    const state: RowState = {
      texts: new Map(
        ruleTextFields.map((field) => {
          const raw = now[field];
          return [field, raw === null ? null : { raw, folded: foldText(raw), matched: new Map() }];
        }),
      ),
      amountMinor,
      balanceMinor: Number.NaN,
      epochDay: Date.parse(row.date) / 86_400_000,
      secondOfDay: -1,
      recurring,
      tags,
    };
    if (rule.stage === stopped || !holds(rule.when, state)) continue;
    fired.push(rule.id);
    category = rule.actions.category ?? category;
    merchantName = rule.actions.merchantName ?? merchantName;
    type = rule.actions.type ?? type;
    if (rule.actions.type !== undefined) amountMinor = amountOfType(amountMinor, rule.actions.type);
    recurring = rule.actions.recurring ?? recurring;
    tags = tagsAfter(tags, rule.actions);
    if (rule.stop === 'all') break;
    if (rule.stop === 'stage') stopped = rule.stage;
  }
  return fired;
}

const rows = fc.array(transaction, { minLength: 1, maxLength: 8 });

describe('for any rules and rows', () => {
  test('the index finds what trying every rule finds', async () => {
    await fc.assert(
      fc.asyncProperty(rules, rows, async (list, some) => {
        const { running } = checkRules(list);
        const applied = await ruleSet(list).applyAll(tableFromRows(some));
        for (const [index, row] of some.entries()) {
          expect(applied.outcome(index).fired).toEqual(naive(running, row));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('the order in which rules are given changes nothing', () => {
    fc.assert(
      fc.property(rules, transaction, (list, row) => {
        const shuffled = list.toReversed();
        expect(ruleSet(shuffled).order).toEqual(ruleSet(list).order);
        expect(ruleSet(shuffled).apply(row)).toEqual(ruleSet(list).apply(row));
      }),
    );
  });

  test('a table, a row and a dry run agree, and nothing that was given changes', async () => {
    await fc.assert(
      fc.asyncProperty(rules, rows, async (list, some) => {
        const given = JSON.stringify([list, some]);
        const set = ruleSet(list);
        const table = tableFromRows(some);
        const applied = await set.applyAll(table);
        const dry = await set.dryRun(table);
        const outcomes = some.map((row) => set.apply(row));
        expect([...applied.table.rows()]).toEqual(outcomes.map((outcome) => outcome.transaction));
        expect([...applied.excluded]).toEqual(outcomes.map(({ excluded }) => (excluded ? 1 : 0)));
        for (const use of dry.rules) {
          expect(use.matched).toBe(outcomes.filter(({ fired }) => fired.includes(use.ruleId)).length);
          const changes = outcomes.filter(({ trace }) =>
            trace.some(
              (entry) =>
                entry.ruleId === use.ruleId && JSON.stringify(entry.before) !== JSON.stringify(entry.after),
            ),
          );
          expect(use.changed).toBe(changes.length);
        }
        expect([...table.rows()]).toEqual(some);
        expect(JSON.stringify([list, some])).toBe(given);
      }),
    );
  });

  test('without feedback, a second run changes nothing', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(rules, transaction, async (list, row) => {
        // Rules in the way of that are taken out, until none is.
        let some = list;
        for (;;) {
          const conflicts = await ruleSet(some).conflicts();
          const ids = new Set(conflicts.flatMap((each) => (each.kind === 'feedback' ? [each.ruleId] : [])));
          // A condition that nothing meets does nothing, but is not looked at further.
          if (ids.size === 0) break;
          some = some.filter(({ id }) => !ids.has(id));
        }
        const set = ruleSet(some);
        const once = set.apply(row);
        const again = set.apply(once.transaction);
        if (once.fired.length > 0) compared++;
        expect(again.transaction).toEqual(once.transaction);
        expect(again.fired).toEqual(once.fired);
      }),
    );
    expect(compared).toBeGreaterThan(10);
  });

  test('rules that are reported as without effect have none', async () => {
    let reported = 0;
    await fc.assert(
      fc.asyncProperty(rules, rows, async (list, some) => {
        const set = ruleSet(list);
        const dead = (await set.conflicts()).filter(({ kind }) => kind !== 'feedback');
        reported += dead.length;
        for (const { kind, ruleId } of dead) {
          const without = ruleSet(list.filter(({ id }) => id !== ruleId));
          for (const row of some) {
            const outcome = set.apply(row);
            if (kind !== 'overridden') expect(outcome.fired).not.toContain(ruleId);
            expect(without.apply(row).transaction).toEqual(outcome.transaction);
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(reported).toBeGreaterThan(10);
  });
});
