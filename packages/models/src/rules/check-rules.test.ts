import { createTransaction, isTitansError, parseJson, type TitansError } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { processorMs } from '../../../core/src/testing/processor-time.js';
import { checkRules } from './check-rules.js';
import { ruleSet } from './rule-set.js';

const good = {
  id: 'a',
  when: { field: 'description', op: 'contains', value: 'x' },
  actions: { category: 'y' },
};
const when = (condition: unknown): unknown => [{ ...good, when: condition }];
const text = (op: string, value: unknown): unknown => when({ field: 'description', op, value });

function refused(rules: unknown): TitansError {
  try {
    checkRules(rules);
  } catch (error) {
    if (isTitansError(error, 'CONFIG_INVALID')) return error;
    throw error;
  }
  throw new Error('the rules were accepted');
}

describe('what is refused, and where', () => {
  test.each<[string, unknown, string]>([
    ['no list', 'rules', ''],
    ['a future version', { version: 2, rules: [] }, '/version'],
    ['an unknown key', [{ ...good, wen: 1 }], '/0/wen'],
    ['a prototype', JSON.parse('[{"id":"a","__proto__":{"when":1}}]'), '/0/__proto__'],
    ['a prototype in a condition', when(JSON.parse('{"__proto__":{},"field":"id"}')), '/0/when/__proto__'],
    ['an id twice', { version: 1, rules: [good, good] }, '/rules/1/id'],
    ['an empty id', [{ ...good, id: ' ' }], '/0/id'],
    ['no stage', [{ ...good, stage: 'late' }], '/0/stage'],
    ['a fraction of priority', [{ ...good, priority: 0.5 }], '/0/priority'],
    ['true for stop', [{ ...good, stop: true }], '/0/stop'],
    ['no condition', when({}), '/0/when/field'],
    ['an empty group', when({ all: [] }), '/0/when/all'],
    ['two groups', when({ all: [good.when], any: [good.when] }), '/0/when/any'],
    ['no such operator', text('like', 'x'), '/0/when/op'],
    ['a number for a text', text('is', 5), '/0/when/value'],
    ['null where it means nothing', text('contains', null), '/0/when/value'],
    ['only NUL', text('contains', '\0'), '/0/when/value'],
    ['only an accent', text('contains', '\u0301'), '/0/when/value'],
    ['a text too long', text('contains', 'x'.repeat(1_001)), '/0/when/value'],
    ['a wrong entry', text('oneOf', ['a', '']), '/0/when/value/1'],
    ['a broken pattern', text('matches', '(a'), '/0/when/value'],
    ['a back reference', text('matches', '(a)\\1'), '/0/when/value'],
    ['a pattern that repeats too much', text('matches', '(((a{10}){10}){10}){10}'), '/0/when/value'],
    ['a large pattern', text('matches', '(\\pL{30}){30}(\\pL{30}){30}(\\pL{30}){30}'), '/0/when/value'],
    ['no currency', when({ field: 'amount', op: 'is', value: 1 }), '/0/when/currency'],
    ['an unknown currency', when({ field: 'amount', op: 'is', value: 1, currency: 'XXQ' }), '/0/when/value'],
    ['half a cent', when({ field: 'amount', op: 'is', value: 1.005, currency: 'USD' }), '/0/when/value'],
    ['NaN', when({ field: 'amount', op: 'is', value: Number.NaN, currency: 'USD' }), '/0/when/value'],
    ['a range upside down', when({ field: 'month', op: 'between', min: 3, max: 2 }), '/0/when/max'],
    ['no such day', when({ field: 'date', op: 'is', value: '2023-02-29' }), '/0/when/value'],
    ['a 13th month', when({ field: 'month', op: 'is', value: 13 }), '/0/when/value'],
    ['about a month', when({ field: 'month', op: 'isAbout', value: 3 }), '/0/when/op'],
    [
      'case of a number',
      when({ field: 'month', op: 'is', value: 3, caseSensitive: true }),
      '/0/when/caseSensitive',
    ],
    ['no action', [{ ...good, actions: {} }], '/0/actions'],
    ['three levels', [{ ...good, actions: { category: 'a>b>c' } }], '/0/actions/category'],
    ['an empty level', [{ ...good, actions: { category: 'a > ' } }], '/0/actions/category'],
    ['no such type', [{ ...good, actions: { type: 'Transfer' } }], '/0/actions/type'],
    ['a tag both ways', [{ ...good, actions: { addTags: ['É'], removeTags: ['e'] } }], '/0/actions/addTags'],
  ])('%s', (_, rules, pointer) => {
    const { message, details } = refused(rules);
    expect(details.pointer).toBe(pointer);
    expect(message).toContain(pointer);
  });

  test('groups nested too deep', () => {
    let nested: unknown = good.when;
    for (let depth = 0; depth < 5_000; depth++) nested = { all: [nested] };
    expect(refused(when(nested)).message).toContain('32 deep');
  });

  test('as many conditions in all as are too many', () => {
    const some = Array.from({ length: 20_000 }, () => good.when);
    const rules = Array.from({ length: 6 }, (_, id) => ({ ...good, id: String(id), when: { any: some } }));
    expect(refused(rules).message).toContain('100000 conditions');
  });
});

describe('what is accepted', () => {
  test('10,000 conditions in a rule', () => {
    const any = Array.from(
      { length: 10_000 },
      (_, index) => ({ field: 'description', op: 'contains', value: `x${index}y` }) as const,
    );
    const set = ruleSet([{ id: 'a', when: { any }, actions: { category: 'found' } }]);
    const row = (description: string) => createTransaction({ date: '2024-01-01', description, amount: 1 });
    expect(set.apply(row('..x9999y')).fired).toEqual(['a']);
    expect(set.apply(row('..x10000y')).fired).toEqual([]);
  });

  test('catastrophic patterns, whose time stays linear', () => {
    const set = ruleSet([
      {
        id: 'a',
        when: { field: 'originalDescription', op: 'matches', value: '^(a+)+$' },
        actions: { category: 'x' },
      },
    ]);
    const row = createTransaction({ date: '2024-01-01', description: 'a', amount: 1 });
    const spent = processorMs(() => {
      expect(set.apply({ ...row, originalDescription: `${'a'.repeat(9_000)}b` }).fired).toEqual([]);
    });
    // A backtracking engine takes 2^9,000 steps.
    expect(spent).toBeLessThan(5_000);
    expect(set.apply({ ...row, originalDescription: `${'a'.repeat(1_000_000)}b` }).fired).toEqual(['a']);
  });

  test('texts of a million characters, NUL and names of the prototype', () => {
    const set = ruleSet([
      {
        id: 'long',
        when: { field: 'originalDescription', op: 'endsWith', value: 'end' },
        actions: { excluded: true },
      },
      {
        id: '__proto__',
        when: { field: 'merchantName', op: 'is', value: '__proto__' },
        actions: { addTags: ['__proto__'] },
      },
      {
        id: 'constructor',
        when: { field: 'merchantName', op: 'is', value: 'toString' },
        actions: { category: 'x' },
      },
    ]);
    const row = createTransaction({
      date: '2024-01-01',
      description: 'a',
      amount: 1,
      merchantName: '__proto__',
    });
    const outcome = set.apply({ ...row, originalDescription: `${'x\0'.repeat(500_000)}\0end` });
    expect(outcome.fired).toEqual(
      ['__proto__', 'long'].sort((a, b) => set.order.indexOf(a) - set.order.indexOf(b)),
    );
    expect(outcome.transaction.tags).toEqual(['__proto__']);
  });

  test('its own document again, which is frozen and apart from what was given', () => {
    const given = structuredClone([good]) as Parameters<typeof ruleSet>[0];
    const { document } = ruleSet(given);
    expect(document).toEqual({ version: 1, rules: [good] });
    expect(Object.isFrozen(document.rules[0]?.when)).toBe(true);
    expect(Object.isFrozen((given as readonly unknown[])[0])).toBe(false);
    expect(checkRules(parseJson(JSON.stringify(document))).document).toEqual(document);
  });
});
