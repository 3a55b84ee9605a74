import fc from 'fast-check';
import { expect, test } from 'vitest';
import { featureRowOf } from '../../features/feature-row.js';
import { type Nearness, usualNearness } from './amount-nearness.js';
import { fitPayeeAmounts, payeeAmountReader } from './payee-amounts.js';

const classes = 4;
/** That of models of version 3. */
const before: Nearness = { width: 0.1, halfLifeRows: 20 };
const payees = ['TESCO', 'SHELL', 'AMAZON'] as const;
const amount = fc.oneof(
  fc.constantFrom(undefined, 0, -10, -10.5, -12, 10, -1e6, 1e6),
  fc.double({ min: -300, max: 300, noNaN: true }),
);
/** From 1970 on: some rows are so old that no further fading is told. */
const day = fc.oneof(fc.integer({ min: 17_000, max: 17_500 }), fc.integer({ min: 0, max: 19_000 }));
const row = fc.record({ payee: fc.constantFrom(...payees), amount, day, label: fc.nat(classes - 1) });

interface Row {
  readonly payee: string;
  readonly amount: number | undefined;
  readonly day: number;
  readonly label: number;
}

function featureRow({
  payee,
  amount,
  day,
}: Omit<Row, 'label' | 'day'> & { readonly day: number | undefined }) {
  return featureRowOf(
    {
      description: payee,
      ...(amount === undefined ? {} : { amount }),
      ...(day === undefined ? {} : { date: new Date(day * 86_400_000).toISOString().slice(0, 10) }),
    },
    'GBP',
  );
}

/** Row by row, as it is defined. */
function defined(
  rows: readonly Row[],
  asked: Omit<Row, 'label' | 'day'> & { day: number | undefined },
  { width, halfLifeRows }: Nearness,
): number[] {
  const size = (value: number | undefined): number =>
    value === undefined ? Number.NaN : Math.sign(value) * Math.log1p(Math.abs(value));
  const own = rows.filter(({ payee }) => payee === asked.payee);
  const today = asked.day ?? own.at(-1)?.day ?? 0;
  const sums = new Array<number>(classes).fill(0.3 / classes);
  own.forEach(({ amount: of, day: on, label }, at) => {
    const square = ((size(of) - size(asked.amount)) / width) ** 2;
    const nearness = square < 30 ? 0.02 + 0.98 * Math.exp(-square) : 0.02;
    const age = Math.min(Math.max(today - on, 0), 8191);
    const later = own.length - 1 - at;
    sums[label] = (sums[label] as number) + nearness * 2 ** (-age / 365) * 2 ** (-later / halfLifeRows);
  });
  const total = sums.reduce((sum, value) => sum + value);
  return sums.map((value) => value / total);
}

test('rows of a payee count by how near their amounts are, as summed up row by row', () => {
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 120 }),
      fc.record({ payee: fc.constantFrom(...payees), amount, day: fc.option(day, { nil: undefined }) }),
      fc.constantFrom(usualNearness, before),
      (given, asked, nearness) => {
        const rows = [...given].sort((a, b) => a.day - b.day);
        const fitted = fitPayeeAmounts(
          rows.map(featureRow),
          Int32Array.from(rows, ({ label }) => label),
          [...rows.keys()],
        );
        const reader = payeeAmountReader({ ...fitted, nearness });
        const probabilities = new Float64Array(classes).fill(1 / classes);
        const isKnown = reader.weigh(featureRow(asked), probabilities);
        expect(isKnown).toBe(rows.some(({ payee }) => payee === asked.payee));
        const wanted = isKnown
          ? defined(rows, asked, nearness)
          : new Array<number>(classes).fill(1 / classes);
        for (const [label, probability] of probabilities.entries()) {
          expect(Math.abs(probability - (wanted[label] as number))).toBeLessThan(1e-12);
        }
      },
    ),
    { numRuns: 500 },
  );
});
