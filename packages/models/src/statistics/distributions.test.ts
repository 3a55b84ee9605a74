import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../evaluation/testing/code-of.js';
import { binomial, chiSquared, fisherF, kolmogorov, studentT, studentTTwoSided } from './distributions.js';
import { incompleteBeta } from './incomplete-beta.js';
import { incompleteGamma, type Tails } from './incomplete-gamma.js';
import { logGamma } from './log-gamma.js';
import { normalCdf, normalQuantile } from './normal.js';
import { betaQuantile, chiSquaredQuantile, studentTQuantile } from './quantiles.js';

type Rows = readonly (readonly number[])[];

/** Equal to 1e-12 relative; below 1e-300, where numbers lose digits, only as small. */
function expectClose(found: number, expected: number): void {
  if (Math.abs(expected) < 1e-300) expect(Math.abs(found)).toBeLessThan(1e-300);
  else expect(Math.abs(found / expected - 1)).toBeLessThan(1e-12);
}

function expectTails({ lower, upper }: Tails, expected: readonly number[]): void {
  expectClose(lower, expected[0] as number);
  expectClose(upper, expected[1] as number);
}

// scipy.stats.binom.cdf and .sf of scipy 1.17.1, which exact fractions confirm: the upper tail leaves out the count itself.
test.each([
  [2, 5, 0.3, 0.83692, 0.16308],
  [0, 1, 0.25, 0.75, 0.25],
  [9, 12, 0.7, 0.7471846521450001, 0.2528153478549999],
  [3, 40, 0.01, 0.9993143935729906, 0.0006856064270094534],
  [45, 50, 0.5, 0.9999999997769109, 2.2308910274659866e-10],
  [600, 1000, 0.5, 0.9999999999099158, 9.008412706280358e-11],
  [19, 20, 0.1, 1, 1.0000000000000011e-20],
])('of the binomial distribution, upper is P(X > %d) for %d trials of %d', (k, n, p, lower, upper) => {
  expectTails(binomial(k, n, p), [lower, upper]);
  // P(X ≥ k) is the upper tail of one less.
  const mass = binomial(k - 1, n, p).upper - binomial(k, n, p).upper;
  expect(mass).toBeCloseTo(binomial(k, n, p).lower - binomial(k - 1, n, p).lower, 12);
});

// Expected values: mpmath 1.4.1 with 340 digits; positive series for the lower tail, 1 minus it for the upper.
describe('equal to 340-digit arithmetic to 1e-12 relative, down to 1e-300', () => {
  test('logarithm of the gamma function', () => {
    const rows: Rows = [
      [1e-300, 690.7755278982137],
      [1e-10, 23.025850929882736],
      [0.1, 2.252712651734206],
      [0.5, 0.5723649429247001],
      [0.99, 0.005854806764709781],
      [1.0001, -5.771334222047127e-5],
      [1.5, -0.12078223763524522],
      [1.9999999, -4.2278430309861296e-8],
      [2.5, 0.2846828704729192],
      [7.7, 7.926541356269005],
      [14.9, 24.924132002217277],
      [15.1, 25.458999750992664],
      [1234.5, 7550.550901077895],
      [10000000000.0, 220258509288.81058],
      [1e200, 4.595170185988091e202],
    ];
    for (const [x = 0, expected = 0] of rows) expectClose(logGamma(x), expected);
    expect(logGamma(1)).toBe(0);
    expect(logGamma(2)).toBe(0);
  });

  test('incomplete gamma function: a, x, lower, upper', () => {
    const rows: Rows = [
      [0.5, 680, 1.0, 1.0341991197827859e-297],
      [1, 690, 1.0, 2.171738281389827e-300],
      [5, 700, 1.0, 9.920391479800145e-295],
      [50, 900, 1.0, 1.358401085240647e-309],
      [1000, 2500, 1.0, 2.6459820745442556e-256],
      [1000, 200, 0.0, 1.0],
      [2, 1e-150, 5e-301, 1.0],
      [30, 1e-10, 0.0, 1.0],
      [10000, 6500, 0.0, 1.0],
      [1e-8, 1.4, 0.9999999988378069, 1.1621931405853296e-9],
      [0.3, 3, 0.9935096273009015, 0.006490372699098434],
      [0.001, 20, 0.9999999999999013, 9.87117309790269e-14],
      [3, 3, 0.5768099188731565, 0.42319008112684353],
      [7.5, 2, 0.002262655847083079, 0.9977373441529169],
      [7.5, 30, 0.9999997477914921, 2.5220850786961436e-7],
    ];
    for (const [a = 0, x = 0, ...tails] of rows) expectTails(incompleteGamma(a, x), tails);
  });

  test('incomplete beta function: a, b, x, lower, upper', () => {
    const rows: Rows = [
      [0.5, 0.5, 0.25, 0.3333333333333333, 0.6666666666666666],
      [2, 3, 1e-140, 6e-280, 1.0],
      [2, 3, 0.4, 0.5248, 0.47519999999999996],
      [50, 60, 0.0009765625, 9.882913283876197e-120, 1.0],
      [300, 7, 0.125, 5.779210645929923e-260, 1.0],
      [300, 7, 0.96875, 0.1560242068708747, 0.8439757931291253],
      [1000, 1000, 0.25, 2.051095089812806e-127, 1.0],
      [1000, 1000, 0.53125, 0.9974247784464125, 0.0025752215535874263],
      [0.5, 4.5, 0.5, 0.9850436360895858, 0.014956363910414215],
      [0.015625, 77.5, 0.9375, 1.0, 1.1111055940058582e-97],
      [3, 250, 0.9375, 1.0, 2.5955049177608167e-297],
      [2500, 1800.5, 0.59375, 0.9509697583611026, 0.049030241638897396],
    ];
    for (const [a = 0, b = 0, x = 0, ...tails] of rows) expectTails(incompleteBeta(a, b, x), tails);
  });

  test('normal: z, lower', () => {
    const rows: Rows = [
      [-38.4, 7e-323],
      [-37, 5.725571222524577e-300],
      [-30, 4.906713927148187e-198],
      [-20.3, 6.429244467698346e-92],
      [-10, 7.619853024160525e-24],
      [-7.06, 8.325130212702672e-13],
      [-6.5, 4.016000583859118e-11],
      [-5, 2.866515718791939e-7],
      [-3.3, 0.0004834241423837775],
      [-2, 0.02275013194817921],
      [-1, 0.15865525393145705],
      [-0.2, 0.42074029056089696],
      [-1e-5, 0.49999601057719606],
      [0.3, 0.6179114221889526],
      [1.96, 0.9750021048517795],
      [4, 0.9999683287581669],
    ];
    for (const [z = 0, lower = 0] of rows) expectClose(normalCdf(z), lower);
  });

  test("Student's t: t, degrees of freedom, lower", () => {
    const rows: Rows = [
      [-1e100, 2.0, 5e-201],
      [-1e150, 1.5, 3.770852432016246e-226],
      [-1e200, 1, 3.1830988618379067e-201],
      [-60, 200, 3.855789292028314e-130],
      [-300, 150, 1.250005909718335e-210],
      [-2.5, 3, 0.04385332350403277],
      [-1e-6, 5, 0.4999996203933102],
      [-2.575834220105334, 1000000, 0.005000000000000004],
      [-37, 1000000, 9.149865430901131e-300],
      [-12, 12.5, 1.5821943035898675e-8],
    ];
    for (const [t = 0, df = 0, lower = 0] of rows) {
      expectClose(studentT(t, df).lower, lower);
      expectClose(studentT(-t, df).upper, lower);
      expectClose(studentTTwoSided(t, df), 2 * lower);
    }
  });

  test('χ²: x, degrees of freedom, upper', () => {
    const rows: Rows = [
      [3.84, 1, 0.050043521248705106],
      [1300, 1, 1.1303728441492743e-284],
      [1300, 10, 3.825653538395919e-273],
      [200, 4, 3.757276735781044e-42],
      [0.001, 2, 0.9995001249791693],
      [900, 100, 6.929916559119551e-129],
    ];
    for (const [x = 0, df = 0, upper = 0] of rows) expectClose(chiSquared(x, df).upper, upper);
  });

  test("Fisher's F: f, numerator, denominator, upper", () => {
    const rows: Rows = [
      [4.2, 3, 17, 0.021437857852397036],
      [500, 3, 200, 1.2170074427728924e-92],
      [1000000000000.0, 5, 40, 8.494284547223239e-221],
      [0.01, 4, 9, 0.9997602051144121],
      [90, 60, 70, 5.418299035887965e-49],
    ];
    for (const [f = 0, d1 = 0, d2 = 0, upper = 0] of rows) expectClose(fisherF(f, d1, d2).upper, upper);
  });

  test('binomial: successes, trials, probability, lower, upper', () => {
    const rows: Rows = [
      [3, 10, 0.5, 0.171875, 0.828125],
      [0, 700, 0.75, 0.0, 1.0],
      [690, 700, 0.0625, 1.0, 0.0],
      [7, 20, 0.375, 0.507855268899553, 0.492144731100447],
      [499, 1000, 0.5, 0.4873874909108196, 0.5126125090891804],
    ];
    for (const [k = 0, n = 0, p = 0, ...tails] of rows) expectTails(binomial(k, n, p), tails);
  });

  test("Kolmogorov's: x, lower, upper", () => {
    const rows: Rows = [
      [0.04, 0.0, 1.0],
      [0.2, 5.050407338670088e-13, 0.999999999999495],
      [0.5, 0.03605475633512491, 0.9639452436648751],
      [0.9, 0.6072692920593457, 0.39273070794065434],
      [1, 0.7300003283226455, 0.2699996716773545],
      [1.36, 0.9505141232446221, 0.04948587675537788],
      [2, 0.9993290747442203, 0.0006709252557796953],
      [5, 1.0, 3.8574996959278356e-22],
      [18, 1.0, 7.554499944724249e-282],
    ];
    for (const [x = 0, ...tails] of rows) expectTails(kolmogorov(x), tails);
  });
});

describe('quantiles equal scipy 1.17.1 to 1e-12 relative', () => {
  test("Student's t", () => {
    const rows: Rows = [
      [0.975, 3, 3.1824463052837078],
      [0.9, 1, 3.0776835371752544],
      [1e-12, 7.5, -83.91697345403482],
      [0.3, 50, -0.5277604527065978],
      [1e-100, 4, -1.3160740129524926e25],
      [0.995, 1000000.0, 2.5758342201053344],
    ];
    for (const [p = 0, df = 0, expected = 0] of rows) expectClose(studentTQuantile(p, df), expected);
    expect(studentTQuantile(0.975, Number.POSITIVE_INFINITY)).toBe(normalQuantile(0.975));
    // scipy has -3.2e299 and -4.7e153.
    expect([1, 0.5].map((df) => studentTQuantile(1e-300, df))).toEqual([-1e150, -1e150]);
    expect([0, 0.5, 1].map((p) => studentTQuantile(p, 3))).toEqual([
      Number.NEGATIVE_INFINITY,
      0,
      Number.POSITIVE_INFINITY,
    ]);
  });

  test('χ²', () => {
    const rows: Rows = [
      [0.95, 1, 3.841458820694124],
      [0.95, 10, 18.307038053275146],
      [1e-20, 5, 3.233407795518734e-8],
      [0.5, 1000, 999.333412403381],
      [0.9999999999990905, 3, 59.112650899750186],
    ];
    for (const [p = 0, df = 0, expected = 0] of rows) expectClose(chiSquaredQuantile(p, df), expected);
    expect([chiSquaredQuantile(0, 3), chiSquaredQuantile(1, 3)]).toEqual([0, Number.POSITIVE_INFINITY]);
  });

  test('beta', () => {
    const rows: Rows = [
      [0.025, 3, 8, 0.06673951117773447],
      [0.975, 3, 8, 0.5560954623076415],
      [0.975, 400, 2, 0.9993954150884942],
      [1e-30, 5, 5, 3.801246217799048e-7],
      [0.5, 0.5, 0.5, 0.4999999999999999],
      [0.025, 1, 100000.0, 2.531780477933314e-7],
    ];
    for (const [p = 0, a = 0, b = 0, expected = 0] of rows) expectClose(betaQuantile(p, a, b), expected);
    expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1]);
  });
});

// scipy.stats.beta.ppf of the same scipy; its cdf gives the probabilities back to 1e-12.
test.each([
  [1e-28, 1317, 331, 0.6771894453603942],
  [1e-200, 1000, 3, 0.623947128923396],
  [3e-9, 90, 10, 0.6519155458049207],
])(
  'the quantile %d of the beta distribution of %d and %d, above a half, keeps its digits',
  (p, a, b, expected) => {
    expectClose(betaQuantile(p, a, b), expected);
  },
);

describe('properties', () => {
  const shape = fc.double({ min: -2, max: 3, noNaN: true }).map((exponent) => 10 ** exponent);
  const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });

  test('the incomplete beta function obeys its recurrence and its symmetry', () => {
    fc.assert(
      fc.property(shape, shape, share, (a, b, x) => {
        const { lower, upper } = incompleteBeta(a, b, x);
        const mirrored = incompleteBeta(b, a, 1 - x, x);
        expect(Math.abs(mirrored.upper - lower)).toBeLessThan(1e-13);
        expect(Math.abs(lower + upper - 1)).toBeLessThan(1e-15);
        // I(x; a, b) = x I(x; a − 1, b) + (1 − x) I(x; a, b − 1), one up (DLMF 8.17.18)
        const next = x * incompleteBeta(a, b + 1, x).lower + (1 - x) * incompleteBeta(a + 1, b, x).lower;
        expect(Math.abs(incompleteBeta(a + 1, b + 1, x).lower - next)).toBeLessThan(1e-11);
      }),
    );
  });

  test('tails are probabilities, and the lower one ascends', () => {
    fc.assert(
      fc.property(shape, share, share, (a, p, q) => {
        const [first, second] = [Math.min(p, q), Math.max(p, q)].map((at) => incompleteGamma(a, 2 * a * at));
        for (const { lower, upper } of [first as Tails, second as Tails]) {
          expect(lower >= 0 && lower <= 1 && upper >= 0 && upper <= 1).toBe(true);
        }
        expect((second as Tails).lower - (first as Tails).lower).toBeGreaterThan(-1e-14);
      }),
    );
  });

  test('a quantile leads back to its probability', () => {
    fc.assert(
      fc.property(shape, share, (df, p) => {
        fc.pre(df > 0.1);
        expect(Math.abs(studentT(studentTQuantile(p, df), df).lower - p)).toBeLessThan(1e-12);
        expect(Math.abs(chiSquared(chiSquaredQuantile(p, df), df).lower - p)).toBeLessThan(1e-12);
        expect(Math.abs(incompleteBeta(df, 2, betaQuantile(p, df, 2)).lower - p)).toBeLessThan(1e-12);
      }),
    );
  });
});

test('the ends', () => {
  expect(incompleteGamma(2, 0)).toEqual({ lower: 0, upper: 1 });
  expect(incompleteGamma(2, Number.POSITIVE_INFINITY)).toEqual({ lower: 1, upper: 0 });
  expect(incompleteBeta(2, 3, 0)).toEqual({ lower: 0, upper: 1 });
  expect(incompleteBeta(2, 3, 1)).toEqual({ lower: 1, upper: 0 });
  expect(binomial(-1, 5, 0.5)).toEqual({ lower: 0, upper: 1 });
  expect(binomial(5, 5, 0.5)).toEqual({ lower: 1, upper: 0 });
  expect(binomial(2, 5, 0)).toEqual({ lower: 1, upper: 0 });
  expect(binomial(2, 5, 1)).toEqual({ lower: 0, upper: 1 });
  expect(fisherF(-1, 2, 3)).toEqual({ lower: 0, upper: 1 });
  expect(fisherF(Number.POSITIVE_INFINITY, 2, 3)).toEqual({ lower: 1, upper: 0 });
  expect(studentT(Number.NEGATIVE_INFINITY, 3)).toEqual({ lower: 0, upper: 1 });
  expect(kolmogorov(0)).toEqual({ lower: 0, upper: 1 });
  expect([normalCdf(Number.NEGATIVE_INFINITY), normalCdf(0), normalCdf(Number.POSITIVE_INFINITY)]).toEqual([
    0, 0.5, 1,
  ]);
});

test('what is no parameter is refused', () => {
  for (const call of [
    () => logGamma(0),
    () => incompleteGamma(-1, 1),
    () => incompleteGamma(1, Number.NaN),
    () => incompleteGamma(1e11, 1),
    () => incompleteBeta(0, 1, 0.5),
    () => incompleteBeta(1, Number.NaN, 0.5),
    () => incompleteBeta(1, 1, Number.NaN),
    () => normalCdf(Number.NaN),
    () => studentT(1, 0),
    () => studentT(Number.NaN, 3),
    () => chiSquared(1, 0),
    () => fisherF(1, 1, 0),
    () => binomial(1.5, 3, 0.5),
    () => binomial(1, 3, 1.5),
    () => kolmogorov(Number.NaN),
    () => studentTQuantile(1.5, 3),
    () => betaQuantile(0.5, 0, 1),
    () => chiSquaredQuantile(Number.NaN, 1),
  ]) {
    expect(codeOf(call)).toBe('INVALID_ARGUMENT');
  }
});
