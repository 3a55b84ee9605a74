import { describe, expect, test } from 'vitest';
import type { FittedForecaster, Forecaster } from '../estimators/estimator.js';
import { restoreForecast } from '../forecast/fitted-forecast.js';
import { periodicMedian } from '../forecast/medians.js';
import { checkForecaster } from './index.js';
import { failures } from './testing/failures.js';

describe('a forecaster', () => {
  const check = (
    change: (model: FittedForecaster, series: Float64Array) => Partial<FittedForecaster>,
    before: (series: Float64Array) => Float64Array = (series) => series,
  ) => {
    const forecaster: Forecaster = {
      name: 'spoiled',
      async fit(series, firstDay, options) {
        const model = await periodicMedian().fit(before(series), firstDay, options);
        return Object.freeze({ ...model, ...change(model, series) });
      },
    };
    return failures(checkForecaster(() => forecaster, { restore: restoreForecast, isWeekly: true }));
  };

  test('without a defect passes', async () => {
    expect(await check(() => ({}))).toEqual([]);
  });

  test.each<[string, string, Parameters<typeof check>[0]]>([
    [
      'repeats the series it was given',
      'nothing that was given is kept',
      (_, series) => ({ forecast: (days) => series.slice(-days) }),
    ],
    [
      'keeps the series in its artifact',
      'the artifact holds nothing that it was trained on',
      (model, series) => ({
        toArtifact: () => ({ ...model.toArtifact(), arrays: { series: Float32Array.from(series) } }),
      }),
    ],
    [
      'goes on for ever',
      'the forecast of a series without a trend stays where the series was',
      (model) => ({ forecast: (days) => model.forecast(days).map((value, step) => value + 10 * step) }),
    ],
    [
      'gives as many days as it likes',
      'days ahead that are no days are refused',
      (model) => ({ forecast: (days) => model.forecast(days > 0 ? Math.ceil(Math.min(days, 90)) : 1) }),
    ],
    [
      'looks at how far is asked',
      'there is one number per day, and near days do not depend on how far is asked',
      (model) => ({ forecast: (days) => model.forecast(days).map((value) => value + 1e-6 * days) }),
    ],
    [
      'begins its week a day late',
      'it learns: a week is forecast far better than by its mean',
      (model) => ({ forecast: (days) => model.forecast(days + 1).subarray(1) }),
    ],
  ])('that %s is found', async (_, name, change) => {
    expect(await check(change)).toContain(name);
  });

  test('that drops days which are no numbers is found', async () => {
    const finite = (series: Float64Array): Float64Array => series.filter(Number.isFinite);
    expect(await check(() => ({}), finite)).toEqual([
      'a series without a day, or with a day that is no number, is refused',
    ]);
  });
});
