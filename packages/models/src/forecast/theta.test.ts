import { expect, test } from 'vitest';
import { autocorrelations, removeSeason } from './season.js';
import { weeklySeries } from './testing/weekly-series.js';
import { theta, thetaForecast } from './theta.js';

// statsmodels 0.15.0: ThetaModel(y, deseasonalize=False).fit() has alpha 0.21104773 from the level y[0];
// .forecast(5, theta=2).
test('the closed form equals statsmodels', () => {
  const forecast = thetaForecast(weeklySeries, 0.21104773, weeklySeries[0] as number, 5);
  [125.28015913, 125.52112887, 125.7620986, 126.00306833, 126.24403807].forEach((value, index) => {
    expect(forecast[index]).toBeCloseTo(value, 5);
  });
});

// statsmodels 0.15.0: tsa.stattools.acf(y, nlags=7) and seasonal_decompose(y, period=7).seasonal.
test('autocorrelation and season equal statsmodels', () => {
  [0.34385763, 0.03951913, 0.26532236, 0.0959107, 0.03545869, 0.41907133, 0.53785068].forEach(
    (value, lag) => {
      expect(autocorrelations(weeklySeries)(lag + 1)).toBeCloseTo(value, 7);
    },
  );
  const { rest, season } = removeSeason(weeklySeries, 7);
  [0.96978863, 9.39829271, 7.66806822, 4.62210904, -5.19962362, -9.99991953, -7.45871545].forEach(
    (value, phase) => {
      expect(season[phase]).toBeCloseTo(value, 7);
    },
  );
  expect(rest[8]).toBeCloseTo((weeklySeries[8] as number) - 9.39829271, 7);
});

// statsmodels 0.15.0: seasonal_decompose(y, period=7, model='multiplicative').seasonal.
test('a multiplicative season equals statsmodels', () => {
  const adjusted = removeSeason(weeklySeries, 7, 'multiplicative');
  [1.00504858, 1.08377516, 1.06858622, 1.03967338, 0.95309711, 0.91415501, 0.93566454].forEach(
    (value, phase) => {
      expect(adjusted.season[phase]).toBeCloseTo(value, 7);
    },
  );
  expect(adjusted.rest[8]).toBeCloseTo((weeklySeries[8] as number) / 1.08377516, 5);
  expect(removeSeason(weeklySeries.with(3, -1), 7, 'multiplicative').kind).toBe('additive');
});

test('a season that is not significant stays in the series', () => {
  const series = Float64Array.from({ length: 60 }, (_, t) => ((t * 37) % 11) - 5);
  expect([...removeSeason(series, 7).season]).toEqual([0, 0, 0, 0, 0, 0, 0]);
});

test('the season goes on in the forecast', async () => {
  const pattern = [1, 2, 3, 4, 5, 6, 20];
  const series = Float64Array.from({ length: 66 }, (_, t) => pattern[t % 7] as number);
  const forecast = (await theta(7).fit(series, 0)).forecast(7);
  forecast.forEach((value, step) => {
    expect(Math.abs(value - (pattern[(66 + step) % 7] as number))).toBeLessThan(1);
  });
});
