import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { featureRowOf } from '../../features/feature-row.js';
import type { TransactionQuery } from '../predictions.js';
import { misusedCards } from '../testing/misused-cards.js';
import { anomalyPartsIn } from './anomaly-artifact.js';
import { anomalyFeatures, columnsNamed, lookBackNames, seenRows } from './anomaly-input.js';
import { detectorMatrix } from './detector-matrix.js';
import { type EvidenceName, evidenceKinds } from './evidence.js';
import { referenceKeys } from './reference.js';
import { surpriseOf } from './surprise-scale.js';
import { trainAnomaly } from './train-anomaly.js';
import { evidenceNames, type FittedUnusual, type WeighedRows, weigh } from './unusual.js';
import { aloneWeigher, weighAlone } from './unusual-alone.js';

const { table, labels } = misusedCards(120);
const learned = trainAnomaly(table, { seed: 0, budget: 'quick' }, { labels });

const queries: fc.Arbitrary<readonly TransactionQuery[]> = fc.array(
  fc.record(
    {
      description: fc.constantFrom('Shop A', 'Kiosk F', 'Never seen', ''),
      amount: fc.oneof(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.constantFrom(0, -30, Number.MIN_VALUE),
      ),
      date: fc.constantFrom('2024-09-10', '2024-09-14', '1999-01-01'),
      time: fc.constantFrom('00:00', '23:59:59', '12:30'),
      category: fc.constantFrom('food', 'travel', 'unknown'),
      currency: fc.constantFrom('EUR' as const, 'USD' as const),
    },
    { requiredKeys: [] },
  ),
  { minLength: 1, maxLength: 9 },
);

/** As it is defined: no kind of evidence sees a past, and the detector is shown a typical one. */
function defined(fitted: FittedUnusual, asked: readonly TransactionQuery[]): Omit<WeighedRows, 'rows'> {
  const rows = asked.map((query) => featureRowOf(query, 'EUR'));
  const known = weigh(fitted, { ...seenRows(anomalyFeatures.read(rows)), keys: referenceKeys(rows) });
  const ofAll: Partial<Record<EvidenceName, EvidenceName>> = {
    amount_vs_payee: 'amount_vs_payee_of_all',
    amount_vs_category: 'amount_vs_category_of_all',
    amount_vs_account: 'amount_vs_all',
  };
  const columns = columnsNamed(evidenceNames, (name) => {
    if (!lookBackNames.has(name)) return known.columns[name];
    const otherwise = fitted.typical[name] ?? 0;
    return known.columns[ofAll[name] ?? name].map((value) => (Number.isNaN(value) ? otherwise : value));
  });
  const kind = evidenceKinds.length;
  const weight = fitted.weights[kind] ?? Number.NaN;
  const scale = fitted.scales[kind] as FittedUnusual['scales'][number];
  const pattern = fitted.detector
    .score(detectorMatrix(columns, rows.length))
    .map((score) => weight * surpriseOf(scale, score));
  const pieces = [...known.pieces.slice(0, kind), pattern];
  const totals = pattern.map((_, row) => pieces.reduce((sum, piece) => sum + (piece[row] as number), 0));
  return { columns, pieces, totals };
}

describe('rows of whose past nothing is known', () => {
  test('are weighed as defined, in room that was used before as in new room', async () => {
    const { unusual } = anomalyPartsIn((await learned).toArtifact()).fitted;
    const again = aloneWeigher(unusual);
    fc.assert(
      fc.property(queries, (asked) => {
        const wanted = defined(unusual, asked);
        const rows = asked.map((query) => featureRowOf(query, 'EUR'));
        const seen = { ...seenRows(anomalyFeatures.read(rows)), keys: referenceKeys(rows) };
        expect(weighAlone(unusual, seen)).toEqual({ rows: rows.length, ...wanted });
        let from = 0;
        again(rows, ({ rows: count, columns, pieces, totals }) => {
          const part = (values: Float64Array): Float64Array => values.slice(from, from + count);
          expect(columns).toEqual(columnsNamed(evidenceNames, (name) => part(wanted.columns[name])));
          expect(pieces).toEqual(wanted.pieces.map(part));
          expect(totals).toEqual(part(wanted.totals));
          from += count;
        });
        expect(from).toBe(rows.length);
      }),
      { numRuns: 60 },
    );
  });

  test('are answered in a batch of any size as one by one', async () => {
    const model = await learned;
    const many = Array.from({ length: 300 }, (_, at) => ({
      description: at % 3 === 0 ? 'Shop A' : `Payee ${at}`,
      amount: -(at * 7.25) % 900,
      ...(at % 2 === 0 ? { date: '2024-09-10' } : {}),
    }));
    const alone = many.map((query) => model.predict(query));
    for (const size of [1, 2, 3, 127, 128, 129, 300]) {
      expect(model.predictBatch(many.slice(0, size))).toEqual(alone.slice(0, size));
    }
    expect(model.predictBatch([])).toEqual([]);
  });
});
