import { createRandom } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { dieboldMarianoTest } from '../../../evaluation/comparison/diebold-mariano.js';
import { mcNemarTest } from '../../../evaluation/comparison/mcnemar.js';
import { pairedShareInterval } from '../../../evaluation/comparison/paired-share-interval.js';
import type { TaskComparison } from '../../../suite/evaluation/compare-suites.js';
import { decideByComparison, gateRuleSettings, withPValues } from './decide.js';

function comparison(changes: Partial<TaskComparison>): TaskComparison {
  return {
    ...{ task: 'category', metric: 'accuracy', value: 0.8, otherValue: 0.8, pValue: 1 },
    ...{ test: 'McNemar', better: 'neither', n: 400, interval: { lower: -0.02, upper: 0.02 } },
    ...changes,
  };
}

const amount = { task: 'amount', metric: 'mae', test: 'paired bootstrap' } as const;

describe('a candidate that must be superior', () => {
  const rule = gateRuleSettings({});

  test('passes where one task is better beyond chance and none is worse', () => {
    const decision = decideByComparison(
      [
        comparison({ value: 0.86, pValue: 0.02 }),
        comparison({ ...amount, value: 10, otherValue: 10.1, pValue: 0.6 }),
      ],
      rule,
    );
    expect(decision.passed).toBe(true);
    expect(decision.reason).toBe('category accuracy 0.86 against 0.8 (p 0.020, n 400): better');
  });

  test('does not where all is as it was', () => {
    const decision = decideByComparison([comparison({ value: 0.81, pValue: 0.4 })], rule);
    expect(decision).toMatchObject({ passed: false });
    expect(decision.reason).toContain('not better beyond chance');
  });

  test('does not where one is better and another worse, and says which', () => {
    const worse = comparison({ ...amount, value: 12, otherValue: 10, pValue: 0.06 });
    const decision = decideByComparison([comparison({ value: 0.9, pValue: 1e-6 }), worse], rule);
    expect(decision.passed).toBe(false);
    expect(decision.reason).toBe('amount mae 12 against 10 (p 0.060, n 400): worse');
  });

  test('corrects for the number of tasks as Holm has it', () => {
    // One-sided p-values 0.02, 0.3, 0.4, 0.45: the least times four is 0.08.
    const four = [0.04, 0.6, 0.8, 0.9].map((pValue) => comparison({ value: 0.82, pValue }));
    expect(decideByComparison(four, rule).passed).toBe(false);
    expect(decideByComparison(four, gateRuleSettings({ alpha: 0.08 })).passed).toBe(true);
    expect(decideByComparison(four.slice(0, 2), rule).passed).toBe(true);
  });

  test('takes differences that are all the same for no chance, and none for none', () => {
    const same = comparison({ ...amount, value: 9, otherValue: 10, pValue: Number.NaN });
    expect(decideByComparison(withPValues([same]), rule).passed).toBe(true);
    expect(decideByComparison(withPValues([{ ...same, value: 11 }]), rule).passed).toBe(false);
    expect(decideByComparison(withPValues([{ ...same, value: 10 }]), rule).passed).toBe(false);
  });

  test('is not promoted without anything to compare', () => {
    expect(decideByComparison([], rule)).toEqual({
      passed: false,
      reason: 'there was nothing that both could be compared on',
      findings: [],
    });
  });
});

describe('a candidate that must not be inferior', () => {
  const rule = gateRuleSettings({ rule: 'non-inferior', margins: { category: 0.03 } });

  test('passes where the worst that it may be is within the margin', () => {
    expect(decideByComparison([comparison({ interval: { lower: -0.029, upper: 0.01 } })], rule).passed).toBe(
      true,
    );
    expect(decideByComparison([comparison({ interval: { lower: -0.031, upper: 0.09 } })], rule).passed).toBe(
      false,
    );
  });

  test('may lose a share of the error, not the error', () => {
    const error = comparison({ ...amount, value: 100, otherValue: 100, interval: { lower: -3, upper: 4.9 } });
    expect(decideByComparison([error], rule).passed).toBe(true);
    const more = { ...error, interval: { lower: -3, upper: 5.1 } };
    expect(decideByComparison([more], rule)).toMatchObject({ passed: false });
  });
});

describe('by chance alone', () => {
  const rows = 200;
  const trials = 1_000;

  /** Losses of two models that are equally good, on the same rows: some rows are harder for both. */
  function equalModels(seed: number, worseBy = 0): readonly TaskComparison[] {
    const random = createRandom(seed, 'equal models');
    const labels = Array.from({ length: rows }, () => 1);
    const hardness = labels.map(() => (random.float() < 0.3 ? 0.5 : 0.1));
    const answers = (more: number): number[] =>
      hardness.map((hard) => (random.float() < hard + more ? 0 : 1));
    const [mine, theirs] = [answers(worseBy), answers(0)];
    const { pValue, onlyFirst, onlySecond } = mcNemarTest(labels, mine, theirs);
    const share = (right: readonly number[]): number => right.reduce((sum, one) => sum + one, 0) / rows;
    const category = comparison({
      ...{ value: share(mine), otherValue: share(theirs), pValue, n: rows },
      interval: pairedShareInterval(onlyFirst, onlySecond, rows),
    });
    const errors = labels.map(() => Math.exp(random.normal()));
    const [first, second] = [0, 1].map(() => errors.map((error) => error * Math.exp(0.3 * random.normal())));
    const tested = dieboldMarianoTest(first as number[], second as number[]);
    const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / rows;
    const amounts = comparison({
      ...amount,
      ...{
        value: mean(first as number[]),
        otherValue: mean(second as number[]),
        pValue: tested.pValue,
        n: rows,
      },
      interval: tested,
    });
    return [category, amounts];
  }

  test('an equal model is promoted no more often than alpha says', () => {
    const rule = gateRuleSettings({ alpha: 0.05 });
    let promoted = 0;
    for (let trial = 0; trial < trials; trial++) {
      if (decideByComparison(equalModels(trial), rule).passed) promoted++;
    }
    // 0.05 and three standard errors of 1,000 trials; by how much less it is, candidates worse in the other task say.
    expect(promoted / trials).toBeLessThan(0.071);
    expect(promoted / trials).toBeGreaterThan(0.02);
  });

  test('a model that is worse by the margin passes as not inferior in 2.5% of all cases at most', () => {
    const rule = gateRuleSettings({ rule: 'non-inferior', margins: { category: 0.08, amount: 0.99 } });
    let promoted = 0;
    for (let trial = 0; trial < trials; trial++) {
      if (decideByComparison(equalModels(trial, 0.08), rule).passed) promoted++;
    }
    // 0.025 and three standard errors.
    expect(promoted / trials).toBeLessThan(0.04);
  });
});

test('a rule that is none is refused', () => {
  expect(() => gateRuleSettings({ alpha: 0.6 })).toThrow('gate.alpha');
  expect(() => gateRuleSettings({ margins: { amount: -1 } })).toThrow('gate.margins.amount');
});
