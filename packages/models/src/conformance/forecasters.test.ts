import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Forecaster } from '../estimators/estimator.js';
import { arima } from '../forecast/arima.js';
import {
  dailyForecasters,
  naiveForecasters,
  quickForecasters,
  seriesForecasters,
} from '../forecast/candidates.js';
import { dynamicTheta } from '../forecast/dynamic-theta.js';
import { automaticEts, ets } from '../forecast/ets.js';
import { dampedSmoothing, simpleSmoothing } from '../forecast/exponential-smoothing.js';
import { restoreForecast } from '../forecast/fitted-forecast.js';
import { medianForecaster, periodicMedian, sameDayOfMonthMedian } from '../forecast/medians.js';
import { naiveMean, seasonalNaive } from '../forecast/naive.js';
import { regularIntervals } from '../forecast/regular-intervals.js';
import { robustLevel } from '../forecast/robust-level.js';
import { seasonallyAdjusted } from '../forecast/seasonally-adjusted.js';
import { combination } from '../forecast/select.js';
import { theta } from '../forecast/theta.js';
import { checkForecaster } from './index.js';

/** Every factory, with the variants to check; those in `weekly` claim to repeat a week. */
const factories: Readonly<Record<string, { weekly?: readonly Forecaster[]; other?: readonly Forecaster[] }>> =
  {
    arima: {
      weekly: [arima({ p: 1, d: 0, q: 0, seasonal: { p: 0, d: 1, q: 1, period: 7 } })],
      other: [arima({ p: 1, d: 0, q: 1 }), arima({ p: 0, d: 1, q: 1 })],
    },
    automaticEts: { weekly: [automaticEts(7)], other: [automaticEts()] },
    combination: { weekly: [combination([periodicMedian(), seasonalNaive(), naiveMean()])] },
    dampedSmoothing: { weekly: [dampedSmoothing(7)], other: [dampedSmoothing()] },
    dynamicTheta: {
      weekly: [dynamicTheta(7), dynamicTheta(7, 'multiplicative')],
      other: [dynamicTheta(0)],
    },
    ets: {
      weekly: [
        ets({ error: 'additive', trend: 'none', season: 'additive' }, 7),
        ets({ error: 'additive', trend: 'damped', season: 'additive' }, 7),
      ],
      other: [ets({ error: 'additive', trend: 'damped', season: 'none' })],
    },
    medianForecaster: { other: [medianForecaster(), medianForecaster(56)] },
    naiveMean: { other: [naiveMean(), naiveMean(56)] },
    periodicMedian: { weekly: [periodicMedian(), periodicMedian(14)] },
    regularIntervals: { other: [regularIntervals()] },
    robustLevel: {
      weekly: [
        robustLevel(7, 3),
        robustLevel(7, 8),
        robustLevel(7, 26),
        ...[3, 8, 26].map((cycles) => robustLevel(7, cycles, 'multiplicative')),
      ],
    },
    sameDayOfMonthMedian: { other: [sameDayOfMonthMedian()] },
    seasonalNaive: { weekly: [seasonalNaive(7)] },
    seasonallyAdjusted: {
      weekly: [
        seasonallyAdjusted(arima({ p: 1, d: 0, q: 1 }), 7, 'additive'),
        seasonallyAdjusted(simpleSmoothing(), 7, 'multiplicative'),
      ],
    },
    simpleSmoothing: { other: [simpleSmoothing()] },
    theta: { weekly: [theta(7)], other: [theta(0)] },
  };

test('every factory of a forecaster is checked', () => {
  const folder = new URL('../forecast/', import.meta.url);
  const sources = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const found = sources.flatMap((file) =>
    Array.from(
      // Return types of exported functions are always written out.
      readFileSync(new URL(file, folder), 'utf8').matchAll(
        /^export function (\w+)\([^{]*?\): Forecaster \{/gm,
      ),
      ([, name]) => name,
    ),
  );
  const checked = [...Object.keys(factories), 'forecasterOf'];
  expect(found.sort()).toEqual(checked.sort());
});

const listed = Object.values(factories).flatMap(({ weekly = [], other = [] }) => [
  ...weekly.map((forecaster) => ({ forecaster, isWeekly: true })),
  ...other.map((forecaster) => ({ forecaster, isWeekly: false })),
]);

/** What is tried on series of any season, as it is tried; each name once. */
const tried = [
  ...naiveForecasters(),
  ...dailyForecasters(),
  ...quickForecasters(),
  ...[1, 7, 12].flatMap((season) =>
    [true, false].flatMap((isNonNegative) => {
      const { naive, others } = seriesForecasters({
        season,
        isNonNegative,
        hasEmpty: true,
        hasDates: true,
        effort: 'standard',
      });
      return [...naive, ...others];
    }),
  ),
];
const known = new Set(listed.map(({ forecaster }) => forecaster.name));
const all = [
  ...listed,
  ...tried.flatMap((forecaster) => {
    if (known.has(forecaster.name)) return [];
    known.add(forecaster.name);
    return [{ forecaster, isWeekly: false }];
  }),
];

describe.each(all.map(({ forecaster, isWeekly }) => [forecaster.name, forecaster, isWeekly] as const))(
  '%s',
  (_, forecaster, isWeekly) => {
    const cases = checkForecaster(() => forecaster, { restore: restoreForecast, isWeekly });
    test.each(cases.map(({ name, run }) => [name, run] as const))('%s', (__, run) => run(), 60_000);
  },
);
