import { selectRows } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { featureRows } from '../../features/feature-row.js';
import { measured } from '../measurements.js';
import { misusedCards } from '../testing/misused-cards.js';
import type { TaskOptions } from '../train-options.js';
import { anomalyPartsIn } from './anomaly-artifact.js';
import { anomalyFeatures, seenRows } from './anomaly-input.js';
import { anomalyModel, restoreAnomalyModel } from './anomaly-model.js';
import { judgedValues } from './fitted-anomaly.js';
import { referenceKeys } from './reference.js';
import { scoreOf } from './score-map.js';
import { trainAnomaly } from './train-anomaly.js';
import { weigh } from './unusual.js';

const quick: TaskOptions = { seed: 0, budget: 'quick' };

const { table, labels } = misusedCards(200);
const learned = trainAnomaly(table, quick, { labels });

describe('labels', () => {
  test('of both kinds give probabilities, measured on later rows', async () => {
    const model = await learned;
    expect(measured(model.measurements, 'average_precision')).toBeGreaterThan(0.95);
    expect(measured(model.measurements, 'roc_auc')).toBeGreaterThan(0.99);
    expect(measured(model.measurements, 'recall')).toBeGreaterThan(0.8);
    expect(model.threshold).toBe(0.5);
    const history = { history: table };
    const night = {
      description: 'Kiosk F',
      amount: -30,
      category: 'travel',
      date: '2024-09-10',
      time: '23:45',
    };
    const fraud = model.predict({ ...night, accountId: 'card 1' }, history);
    expect(fraud).toMatchObject({ scoreKind: 'probability', isAnomaly: true });
    const day = { description: 'Shop A', amount: -30, category: 'food', date: '2024-09-10', time: '12:30' };
    expect(model.predict({ ...day, accountId: 'card 1' }, history)).toMatchObject({
      isAnomaly: false,
      riskLevel: 'low',
    });
  });

  test('of a few rows correct the evidence and give percentiles', async () => {
    const few = labels.map((label, row) => (row < 60 ? label : null));
    const model = await trainAnomaly(table, quick, { labels: few });
    const night = {
      description: 'Kiosk F',
      amount: -30,
      category: 'travel',
      date: '2024-09-10',
      time: '23:45',
    };
    const answer = model.predict({ ...night, accountId: 'card 1' }, { history: table });
    expect(answer).toMatchObject({ scoreKind: 'percentile', isAnomaly: true });
  });

  test('of anomalies alone: the rest counts as ordinary, and the order of rows is learned', async () => {
    const positives = labels.map((label) => (label ? 1 : null));
    const model = await trainAnomaly(table, quick, { labels: positives });
    const answers = model.predictBatch(
      ['23:45', '12:30'].map((time) => ({
        description: time > '20' ? 'Kiosk F' : 'Shop A',
        category: time > '20' ? 'travel' : 'food',
        amount: -30,
        date: '2024-09-10',
        accountId: 'card 1',
        time,
      })),
      { history: table },
    );
    expect(answers.map(({ scoreKind, isAnomaly }) => [scoreKind, isAnomaly])).toEqual([
      ['percentile', true],
      ['percentile', false],
    ]);
  });

  test('that say nothing, or of ordinary rows alone, change nothing', async () => {
    const without = (await trainAnomaly(table, quick)).toArtifact();
    for (const label of [null, false] as const) {
      const same = (await trainAnomaly(table, quick, { labels: labels.map(() => label) })).toArtifact();
      expect(same.data).toEqual(without.data);
    }
  });

  test('that are none, or not one per row, are refused', async () => {
    await expect(trainAnomaly(table, quick, { labels: [true] })).rejects.toMatchObject({
      code: 'SHAPE_MISMATCH',
    });
    const words = labels.map(() => 'fraud' as unknown) as boolean[];
    await expect(trainAnomaly(table, quick, { labels: words })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });

  test('trees join from five of them on, and count n ÷ (n + 20)', async () => {
    const of = async (anomalies: number) => {
      let left = anomalies;
      const some = labels.map((label) => (label && left-- <= 0 ? null : label));
      return anomalyPartsIn((await trainAnomaly(table, quick, { labels: some })).toArtifact()).fitted.labels;
    };
    expect(await of(4)).toMatchObject({ trees: null, treeShare: 0 });
    expect((await of(20))?.treeShare).toBe(0.5);
  });

  test('a budget takes the place of even odds', async () => {
    const model = await trainAnomaly(table, quick, { labels, alertBudget: { perDay: 1 } });
    expect(model.threshold).not.toBe(0.5);
    expect(measured(model.measurements, 'rate')).toBeLessThan(0.3);
    await expect(trainAnomaly(table, quick, { alertBudget: { perDay: 0 } })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });
});

describe('a model of labels', () => {
  test('has factors that add up to the score', async () => {
    const model = await learned;
    const query = fc.record(
      {
        description: fc.constantFrom('Shop A', 'Kiosk F', 'elsewhere'),
        amount: fc.double({ min: -1e5, max: 1e5, noNaN: true }),
        date: fc.constantFrom('2024-08-30', '2024-09-10', '2031-01-01'),
        time: fc.constantFrom('03:00', '12:30', '23:50'),
        category: fc.constantFrom('food', 'travel', 'never seen'),
        accountId: fc.constantFrom('card 0', 'card 3', 'never seen'),
        currency: fc.constantFrom('USD', 'EUR'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(query, fc.boolean(), (asked, withHistory) => {
        const answer = model.predict(asked, withHistory ? { history: table } : {});
        const sum = answer.factors.reduce((total, { contribution }) => total + contribution, 0);
        expect(Math.abs(sum - answer.score)).toBeLessThan(1e-9);
        expect(answer.score).toBeGreaterThanOrEqual(0);
        expect(answer.score).toBeLessThanOrEqual(1);
      }),
      { numRuns: 40 },
    );
  });

  test('answers one by one as in the batch, from the rows strictly before', async () => {
    const model = await learned;
    const { fitted } = anomalyPartsIn(model.toArtifact());
    const seen = { ...seenRows(anomalyFeatures.matrix(table)), keys: referenceKeys(featureRows(table)) };
    const batch = judgedValues(fitted, weigh(fitted.unusual, seen));
    const all = [...featureRows(table).keys()];
    for (const row of [0, 1, 203, table.length - 1]) {
      const { accountId, description, category, amount, date, time } = featureRows(table)[row] as ReturnType<
        typeof featureRows
      >[number];
      const query = {
        accountId,
        description: description as string,
        category: category as string,
        amount,
        date: new Date(date * 86_400_000).toISOString().slice(0, 10),
        time: new Date(time * 1000).toISOString().slice(11, 19),
      };
      const before = selectRows(
        table,
        all.filter((other) => other < row),
      );
      for (const history of [before, table]) {
        expect(model.predict(query, { history }).score).toBeCloseTo(
          scoreOf(fitted.map, batch[row] as number),
          9,
        );
      }
    }
  });

  test('survives being written and read, and has the same bytes again', async () => {
    const model = await learned;
    const restored = await restoreAnomalyModel(model.toArtifact());
    const query = {
      description: 'Kiosk F',
      amount: -30,
      date: '2024-09-10',
      time: '23:45',
      accountId: 'card 1',
    };
    expect(restored.predict(query, { history: table })).toEqual(model.predict(query, { history: table }));
    // The version names the SHA-256 of the artifact's bytes.
    expect((await trainAnomaly(table, quick, { labels })).version).toBe(model.version);
    const remade = await anomalyModel(anomalyPartsIn(model.toArtifact()));
    expect(remade.version).toBe(model.version);
  });
});
