import {
  type ArtifactContent,
  addDays,
  createRandom,
  createTransaction,
  decodeArtifact,
  encodeArtifact,
  type JsonValue,
  tableFromRows,
} from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { averagePrecision } from '../../evaluation/ranking.js';
import { featureRows } from '../../features/feature-row.js';
import type { TransactionQuery } from '../predictions.js';
import { misusedCards } from '../testing/misused-cards.js';
import type { TaskOptions } from '../train-options.js';
import { movedThreshold } from './alert-budget.js';
import { anomalyPartsIn } from './anomaly-artifact.js';
import { restoreAnomalyModel } from './anomaly-model.js';
import { allKinds } from './evidence.js';
import { riskOf } from './risk.js';
import { trainAnomaly } from './train-anomaly.js';

const quick: TaskOptions = { seed: 0, budget: 'quick' };
const { table, labels } = misusedCards(200);
const learned = trainAnomaly(table, quick, { labels });
const evident = trainAnomaly(table, quick);

/** Payments of five days after those of {@link table}. */
const later: readonly TransactionQuery[] = Array.from({ length: 20 }, (_, at) => ({
  date: addDays('2024-07-20', Math.floor(at / 4)),
  time: at % 4 === 3 ? '23:40' : `1${at % 4}:30`,
  accountId: `card ${at % 3}`,
  description: at % 4 === 3 ? 'Kiosk F' : `Shop ${'ABCDE'[at % 5]}`,
  category: at % 4 === 3 ? 'travel' : 'food',
  amount: -(20 + at),
}));

/** Six cards pay whom everybody pays that day; misuse pays somebody whom nobody paid for days. */
function fashions(days: number): {
  rows: readonly (TransactionQuery & { date: string })[];
  labels: boolean[];
} {
  const random = createRandom(3, 'fashions');
  const rows: { row: TransactionQuery & { date: string }; isFraud: boolean }[] = [];
  for (let day = 0; day < days; day++) {
    const date = addDays('2024-01-01', day);
    for (let card = 0; card < 6; card++) {
      const isFraud = random.float() < 0.06;
      const payee =
        (isFraud ? Math.floor(day / 4) + 8 + Math.floor(random.float() * 8) : Math.floor(day / 4)) % 20;
      rows.push({
        isFraud,
        row: {
          date,
          time: `${9 + card * 2}:${10 + Math.floor(random.float() * 49)}`.padStart(5, '0'),
          accountId: `card ${Math.floor(random.float() * 60)}`,
          description: `Payee ${'ABCDEFGHIJKLMNOPQRST'[payee]}`,
          amount: -(20 + Math.floor(random.float() * 30)),
        },
      });
    }
  }
  rows.sort((a, b) => (`${a.row.date} ${a.row.time}` < `${b.row.date} ${b.row.time}` ? -1 : 1));
  return { rows: rows.map(({ row }) => row), labels: rows.map(({ isFraud }) => isFraud) };
}

describe('a model that follows all accounts', () => {
  test('finds what only the payments of other accounts tell', async () => {
    const { rows, labels: outcomes } = fashions(300);
    const cut = 1_200;
    const all = tableFromRows(
      rows.map((row) => createTransaction(row as Parameters<typeof createTransaction>[0])),
    );
    const training = tableFromRows(
      rows.slice(0, cut).map((row) => createTransaction(row as Parameters<typeof createTransaction>[0])),
    );
    const model = await trainAnomaly(training, quick, { labels: outcomes.slice(0, cut) });
    const asked = rows.slice(cut);
    const apOf = (answers: readonly { score: number }[]): number =>
      averagePrecision(
        outcomes.slice(cut).map(Number),
        answers.map(({ score }) => score),
      );
    const alone = apOf(model.predictBatch(asked, { history: all }));
    const followed = model.online().follow(asked, { history: all });
    expect(apOf(followed)).toBeGreaterThan(0.8);
    expect(apOf(followed)).toBeGreaterThan(alone + 0.2);
    const told = followed.find(({ isAnomaly }) => isAnomaly);
    expect(told?.factors.map(({ feature }) => feature).join()).toContain('how lately accounts had');
    // Of other accounts nothing is named.
    expect(JSON.stringify(followed)).not.toMatch(/card \d|Payee/);
  });

  test('answers one by one as all at once, in any order, and from a saved state as if it never stopped', async () => {
    for (const model of [await learned, await evident]) {
      const options = { history: table };
      const whole = model.online();
      const wanted = whole.follow(later, options);
      const single = model.online();
      expect(later.map((query) => single.follow([query], options)[0])).toEqual(wanted);
      expect(single.threshold).toBe(whole.threshold);
      expect(model.online().follow(later.toReversed(), options).toReversed()).toEqual(wanted);
      const half = model.online();
      half.follow(later.slice(0, 9), options);
      const saved = await half.toModel();
      const limits = { kind: saved.toArtifact().kind, maxVersion: 4 };
      const read = await decodeArtifact(await encodeArtifact(saved.toArtifact()), limits);
      const restored = (await restoreAnomalyModel(read)).online();
      expect(restored.follow(later.slice(9), options)).toEqual(wanted.slice(9));
      expect((await restored.toModel()).version).toBe((await whole.toModel()).version);
    }
  });

  test('asking changes nothing, and the model it came from stays as it is', async () => {
    const model = await learned;
    const before = model.predictBatch(later, { history: table });
    const live = model.online();
    const [first] = later as [TransactionQuery];
    const asked = live.predict(first, { history: table });
    expect(live.predictBatch([first, first], { history: table })).toEqual([asked, asked]);
    expect(live.follow([first], { history: table })).toEqual([asked]);
    live.follow(later.slice(1));
    expect(model.predictBatch(later, { history: table })).toEqual(before);
    expect((await model.online().toModel()).version).toBe(model.version);
  });

  test('of a row that is older than the latest, or without a date, it says what the model says', async () => {
    const model = await learned;
    const live = model.online();
    live.follow(later);
    for (const query of [
      { ...later[2], date: '2024-03-01' },
      { description: 'Shop A', amount: -30 },
    ]) {
      const { score } = model.predict(query, { history: table });
      expect(live.predict(query, { history: table }).score).toBe(score);
      expect(live.follow([query], { history: table })[0]?.score).toBe(score);
    }
  });

  test('has factors that add up to the score, and levels by the threshold of the moment', async () => {
    for (const model of [await learned, await evident]) {
      const live = model.online();
      const levels = new Set<string>();
      for (let at = 0; at < 100; at++) {
        const threshold = live.threshold;
        const [answer] = live.follow(
          [{ ...later[at % 20], date: addDays('2024-08-10', at), amount: -(1.1 ** at) }],
          { history: table },
        );
        const sum = answer?.factors.reduce((total, { contribution }) => total + contribution, 0);
        expect(Math.abs((sum ?? Number.NaN) - (answer?.score ?? Number.NaN))).toBeLessThan(1e-9);
        expect(answer?.riskLevel).toBe(riskOf(answer?.score ?? Number.NaN, threshold));
        levels.add(answer?.riskLevel ?? '');
      }
      if (model === (await evident)) expect(levels.size).toBe(4);
    }
  });

  test('what is wrong is refused, and nothing is taken in', async () => {
    const model = await learned;
    const live = model.online();
    const wrong = [...later, { date: 'yesterday' }];
    expect(() => live.follow(wrong, { history: table })).toThrow(
      expect.objectContaining({ code: 'DATE_INVALID' }),
    );
    for (const queries of ['null', '{}'])
      expect(() => live.follow(JSON.parse(queries))).toThrow(
        expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
      );
    expect((await live.toModel()).version).toBe(model.version);
  });

  test('one account alone: trees of all accounts would know nothing more', async () => {
    const alone = tableFromRows(
      Array.from({ length: 200 }, (_, day) =>
        createTransaction({
          date: addDays('2024-01-01', day),
          description: day % 2 ? 'Grocer' : 'Baker',
          amount: day % 9 === 0 ? -900 : -40,
        }),
      ),
    );
    const model = await trainAnomaly(alone, quick, {
      labels: featureRows(alone).map(({ amount }) => amount < -800),
    });
    const { fitted } = anomalyPartsIn(model.toArtifact());
    expect(fitted.labels?.trees ?? null).not.toBeNull();
    expect(fitted.labels?.populationTrees).toBeNull();
    const query = { description: 'Grocer', amount: -900, date: '2024-08-01' };
    expect(model.online().predict(query, { history: alone }).score).toBe(
      model.predict(query, { history: alone }).score,
    );
  });
});

describe('models of the release before', () => {
  /** As version 3 was: without what is known of all accounts, and with one scale of scores less. */
  function asVersion3(content: ArtifactContent, kinds: number): ArtifactContent {
    const { followedThreshold, budget, populationTrees, ...data } = content.data as Record<string, JsonValue>;
    expect([followedThreshold, budget, populationTrees]).not.toContain(undefined);
    const isOfPopulation = /^(population|category|payee)/;
    const arrays = Object.fromEntries(
      Object.entries(content.arrays).filter(([name]) => !isOfPopulation.test(name)),
    );
    const probabilities = data.probabilities as readonly JsonValue[];
    if (probabilities.length > 0)
      return { ...content, version: 3, data: { ...data, probabilities: probabilities.slice(0, 2) }, arrays };
    const knots = arrays.scaleKnots as Uint32Array;
    const scales = kinds + 2;
    const places = knots.subarray(0, scales).reduce((sum, count) => sum + count, 0);
    return {
      ...content,
      version: 3,
      data,
      arrays: {
        ...arrays,
        scaleKnots: knots.slice(0, scales),
        scaleAt: (arrays.scaleAt as Float64Array).slice(0, places),
        scaleNats: (arrays.scaleNats as Float64Array).slice(0, places),
        scaleTails: (arrays.scaleTails as Float64Array).slice(0, scales),
        scaleMosts: (arrays.scaleMosts as Float64Array).slice(0, scales),
      },
    };
  }

  test('answer as they did, and follow rows from then on', async () => {
    for (const model of [await learned, await evident]) {
      const old = await restoreAnomalyModel(asVersion3(model.toArtifact(), allKinds.length));
      const options = { history: table };
      expect(old.threshold).toBe(model.threshold);
      expect(old.predictBatch(later, options)).toEqual(model.predictBatch(later, options));
      expect(old.predictBatch(later)).toEqual(model.predictBatch(later));
      const live = old.online();
      expect(live.follow(later, options).map(({ score }) => score)).toEqual(
        model.predictBatch(later, options).map(({ score }) => score),
      );
      expect((await restoreAnomalyModel((await live.toModel()).toArtifact())).threshold).toBe(old.threshold);
    }
  });
});

describe('a budget is held as rows come', () => {
  test('the share of alerts differs by no more than the way of the threshold', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 400 }),
        fc.double({ min: 0.0001, max: 0.2, noNaN: true }),
        (alerts, budget) => {
          const start = 0.9;
          let threshold = start;
          for (const isAlert of alerts) threshold = movedThreshold(threshold, isAlert, budget, 1e-12);
          const logOdds = (p: number): number => Math.log(p / (1 - p));
          const excess = alerts.filter(Boolean).length - budget * alerts.length;
          expect(excess).toBeCloseTo((logOdds(threshold) - logOdds(start)) / 0.02, 6);
        },
      ),
    );
  });

  test('where ever more is spent, it rises; it comes down to three nats of evidence and no lower', async () => {
    const model = await evident;
    const live = model.online();
    const random = createRandom(5, 'drift');
    const many = Array.from({ length: 2_000 }, (_, at) => ({
      date: addDays('2024-08-01', Math.floor(at / 30)),
      accountId: `card ${at % 4}`,
      description: 'Shop A',
      category: 'food',
      // What is spent grows a hundredfold.
      amount: -(20 + 30 * random.float()) * (1 + at / 20),
    }));
    const frozen = model.predictBatch(many, { history: table }).filter(({ isAnomaly }) => isAnomaly).length;
    const followed = live.follow(many, { history: table }).filter(({ isAnomaly }) => isAnomaly).length;
    const logOdds = (p: number): number => Math.log(p / (1 - p));
    const way = logOdds(live.threshold) - logOdds(model.threshold);
    expect(way).toBeGreaterThan(0);
    // The budget, and what the way of the threshold took.
    expect(followed).toBeCloseTo(0.03 * many.length + way / 0.02, 6);
    expect(followed).toBeLessThan(0.7 * frozen);
    const calm = Array.from({ length: 1_000 }, (_, at) => ({
      date: addDays('2025-01-01', Math.floor(at / 30)),
      accountId: 'card 1',
      description: 'Shop A',
      category: 'food',
      amount: -30,
    }));
    live.follow(calm);
    live.follow(calm.map((query) => ({ ...query, date: addDays(query.date, 200) })));
    expect(live.threshold).toBeGreaterThanOrEqual(0.9);
  });

  test('without one, what is more likely an anomaly than not stays what is reported', async () => {
    const live = (await learned).online();
    live.follow(later, { history: table });
    expect(live.threshold).toBe(0.5);
  });
});
