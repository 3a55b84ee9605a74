import { describe, expect, test } from 'vitest';
import { type EvidenceName, evidenceKinds, evidenceWeights, type Usual } from './evidence.js';
import { fitEvidenceLogistic } from './evidence-logistic.js';

const usual: Usual = {
  hours: new Float64Array(24).fill(1 / 24),
  weekdays: new Float64Array(7).fill(1 / 7),
  newPayees: 0.2,
  newCategories: 0.1,
  incomes: 0.05,
};

/** Raw evidence of a kind from some values, the others being missing. */
function raw(kind: string, values: Partial<Record<EvidenceName, number>>): number {
  const found = evidenceKinds.find(({ name }) => name === kind);
  return found?.read((name) => values[name] ?? Number.NaN, usual) ?? Number.NaN;
}

describe('evidence by hand', () => {
  test('amounts above count in robust deviations, of the account before those of all', () => {
    expect(raw('amount_of_payee', { amount_vs_payee: 4, amount_vs_payee_of_all: 9 })).toBe(4);
    expect(raw('amount_of_payee', { amount_vs_payee_of_all: 9 })).toBe(9);
    expect(raw('amount_of_payee', { amount_vs_payee: -4 })).toBe(0);
    expect(raw('amount_below', { amount_vs_payee: -4 })).toBe(2);
    expect(raw('amount_of_payee', {})).toBeNaN();
  });

  test('an hour that the account never had, drawn towards all hours as if ten rows had those', () => {
    const values = { hour: 3.5, rows_near_hour: 0, account_timed_rows: 90 };
    expect(raw('hour', values)).toBeCloseTo(-Math.log(10 / 24 / 100), 12);
    expect(raw('hour', { hour: 3.5 })).toBeCloseTo(Math.log(24), 12);
    expect(raw('hour', { account_timed_rows: 90 })).toBeNaN();
  });

  test('a new payee says less where most payees are new', () => {
    const of = (share: number): number =>
      raw('new_payee', { is_new_payee: 1, distinct_payee_share: share, account_rows: 90 });
    expect(of(0.1)).toBeCloseTo(-Math.log((9 + 2) / 100), 12);
    expect(of(1)).toBeCloseTo(-Math.log((90 + 2) / 100), 12);
    expect(raw('new_payee', { is_new_payee: 0 })).toBe(0);
  });

  test('a day with thirty times the usual total, by an account of many rows', () => {
    const day = { amount_log: Math.log1p(899), sum_24h: 0, sum_7d: 10, sum_30d: 870, count_30d: 90 };
    expect(raw('spending_of_day', day)).toBeCloseTo(Math.log(900 / 30) * 0.9, 12);
    expect(raw('spending_of_hour', { sum_1h: 29, sum_30d: 30, count_30d: 10 })).toBeCloseTo(
      Math.log(30) / 2,
      12,
    );
    expect(raw('spending_of_hour', { sum_1h: 0, sum_30d: 0, count_30d: 0 })).toBe(0);
  });

  test('income where there seldom is any: in the account, or in all where nothing is known of it', () => {
    expect(raw('direction', { is_income: 1, rows_of_type: 0, account_rows: 98 })).toBeCloseTo(
      Math.log(100),
      12,
    );
    expect(raw('direction', { is_income: 1 })).toBeCloseTo(Math.log(20), 12);
    expect(raw('direction', { is_income: 0 })).toBeCloseTo(-Math.log(0.95), 12);
    expect(raw('direction', {})).toBeNaN();
  });

  test('pieces that go together share the weight of one; a piece alone keeps it', () => {
    const [a, b] = [Float64Array.of(1, -1, 1, -1), Float64Array.of(1, 1, -1, -1)];
    expect([...evidenceWeights([a, a, b, new Float64Array(4)])]).toEqual([0.5, 0.5, 1, 1]);
    expect([...evidenceWeights([a, a.map((value) => -value)])]).toEqual([1, 1]);
  });
});

describe('labels correct evidence', () => {
  // scipy, minimize(BFGS) of Σ ln(1 + e^z) − y z + 0.005 a² + 2 e² + 50 Σ d² over a, e and d, where b = 1 + e + d.
  test('as scipy finds it', () => {
    const pieces = [
      Float64Array.of(0, 1, 0.5, 3, 4, 0.2, 2.5, 0),
      Float64Array.of(0, 0, 2, 0.1, 2, 0.3, 1.5, 1),
    ];
    const { intercept, coefficients } = fitEvidenceLogistic(pieces, Int32Array.of(0, 0, 0, 1, 1, 0, 1, 0));
    expect(intercept).toBeCloseTo(-3.5341228, 5);
    expect(coefficients[0]).toBeCloseTo(1.25463705, 5);
    expect(coefficients[1]).toBeCloseTo(1.23448305, 5);
  });

  test('a kind without any evidence is worth what the others are found to be worth', () => {
    const piece = Float64Array.of(1, 2);
    const { intercept, coefficients } = fitEvidenceLogistic(
      [piece, new Float64Array(2)],
      Int32Array.of(0, 1),
    );
    expect(intercept).toBeCloseTo(-1.5994108, 5);
    expect(coefficients[0]).toBeCloseTo(1.08922185, 5);
    expect(coefficients[1]).toBeCloseTo(1.08579024, 5);
  });

  test('a dozen labels that contradict the evidence of one kind hardly change the order of kinds', () => {
    // Anomalies show the second kind alone, by chance.
    const pieces = [Float64Array.of(3, 2, 3, 2, 3, 2, 0, 0), Float64Array.of(0, 0, 0, 0, 0, 0, 4, 4)];
    const [of, other] = fitEvidenceLogistic(pieces, Int32Array.of(0, 0, 0, 0, 0, 0, 1, 1)).coefficients;
    expect((other as number) / (of as number)).toBeLessThan(1.1);
  });
});
