import { selectRows } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { train } from '../../train.js';
import { measured } from '../measurements.js';
import { misusedCards } from '../testing/misused-cards.js';
import type { TaskOptions } from '../train-options.js';
import { anomalyPartsIn } from './anomaly-artifact.js';
import { trainAnomaly } from './train-anomaly.js';

const quick: TaskOptions = { seed: 0, budget: 'quick' };
const { table, labels } = misusedCards(200);
const night = {
  description: 'Kiosk F',
  amount: -30,
  category: 'travel',
  date: '2024-09-10',
  time: '23:45',
  accountId: 'card 1',
};

describe('rows that were not chosen for labelling at random', () => {
  test('alerts that someone looked into: no probabilities, and no more alerts than the budget', async () => {
    // All misuse is known, and a dozen alerts that were none; nobody looked at the rest.
    const known = labels.map((label, row) => (label ? true : row % 70 === 0 ? false : null));
    const model = await trainAnomaly(table, quick, { labels: known });
    expect(model.predict(night, { history: table })).toMatchObject({
      scoreKind: 'percentile',
      isAnomaly: true,
    });
    const day = { ...night, description: 'Shop A', category: 'food', time: '12:30' };
    expect(model.predict(day, { history: table })).toMatchObject({ isAnomaly: false, riskLevel: 'low' });
    // Misuse is 40 of 840 rows; nothing like the 77 % that it is of the labelled.
    expect(measured(model.measurements, 'rate')).toBeLessThan(0.1);
  });

  test('labels that began late: what scores mean is learned from rows that the judge had not seen', async () => {
    const from = Math.round(table.length * 0.82);
    const late = labels.map((_, row) => (row < from ? null : row % 3 === 0));
    const model = await trainAnomaly(table, quick, { labels: late });
    // Labels by chance: trees that had seen the rows would call each of them for certain.
    const { fitted } = anomalyPartsIn(model.toArtifact());
    expect(fitted.labels?.trees ?? null).not.toBeNull();
    const answers = model.predictBatch([night, { ...night, time: '12:00' }], { history: table });
    for (const { score, scoreKind } of answers) {
      if (scoreKind === 'probability') expect(score).toBeLessThan(0.8);
    }
  });

  test('the last days alone hold the anomalies: scores are percentiles, not log-odds as they are', async () => {
    const late = labels.map((_, row) => row >= table.length - 12);
    const model = await trainAnomaly(table, quick, { labels: late });
    expect(model.predict(night, { history: table }).scoreKind).toBe('percentile');
  });

  test('labels that say nothing of the rows: at most the share of anomalies is expected anywhere', async () => {
    const model = await trainAnomaly(table, quick, { labels: labels.map((_, row) => row < 12) });
    expect(model.predict(night, { history: table }).scoreKind).toBe('percentile');
  });

  test('labels of every row as anomalies tell nothing apart, and change nothing', async () => {
    const without = (await trainAnomaly(table, quick)).toArtifact();
    const same = (await trainAnomaly(table, quick, { labels: labels.map(() => true) })).toArtifact();
    expect(same.data).toEqual(without.data);
  });
});

test('labels that the caller changes during training are those that were given', async () => {
  const few = selectRows(table, [...Array(100).keys()]);
  const given = labels.slice(0, 100);
  const options = { tasks: ['anomaly'], budget: 'quick' } as const;
  const { version } = (await train(few, { ...options, anomaly: { labels: [...given] } })).anomaly;
  const training = train(few, { ...options, anomaly: { labels: given } });
  given.fill(true);
  expect((await training).anomaly.version).toBe(version);
});

describe('what the types forbid', () => {
  test.each([
    ['anomaly', null],
    ['anomaly', []],
    ['anomaly', 5],
    ['contamination', { contamination: 0.1 }],
    ['anomaly.labels', { labels: labels.map(() => ({ toString: null })) }],
    ['anomaly.labels', { labels: labels.map(() => Number.NaN) }],
  ])('%s is refused in training', async (field, options) => {
    await expect(trainAnomaly(table, quick, options as object)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      details: { field },
    });
  });

  test('questions that are no list, and histories that are no table', async () => {
    const model = await trainAnomaly(table, quick);
    const refused = (field: string): object =>
      expect.objectContaining({ code: 'INVALID_ARGUMENT', details: { field } });
    for (const queries of ['null', '{}', '"text"'])
      expect(() => model.predictBatch(JSON.parse(queries))).toThrow(refused('queries'));
    for (const history of ['null', '[]', '5', '{}'])
      expect(() => model.predict(night, { history: JSON.parse(history) })).toThrow(refused('history'));
    for (const options of ['null', '5'])
      expect(() => model.predict(night, JSON.parse(options))).toThrow(refused('options'));
  });
});
