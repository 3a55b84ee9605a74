import { expect, test } from 'vitest';
import { dynamicTheta, dynamicThetaErrors, dynamicThetaForecast } from './dynamic-theta.js';
import { restoreForecast } from './fitted-forecast.js';
import { weeklySeries } from './testing/weekly-series.js';

// statsforecast 2.1.1: theta.auto_theta(y, m=1, model='DOTM') estimates these and forecast_theta(result, 5) gives that.
const estimated = {
  level: 92.39946761345726,
  alpha: 0.12435041468934231,
  theta: 1.1267137552896325,
};

test('forecasts equal statsforecast for the same parameters', () => {
  const forecast = dynamicThetaForecast(weeklySeries, estimated, 5);
  [123.56114171, 123.60898808, 123.65600074, 123.70220044, 123.74760716].forEach((value, step) => {
    expect(forecast[step]).toBeCloseTo(value, 7);
  });
});

test('what is estimated has no more squared error than what statsforecast estimates', async () => {
  const fitted = await dynamicTheta(0).fit(weeklySeries, 0);
  const { parameters } = restoreForecast(fitted.toArtifact());
  expect(parameters.alpha).toBeGreaterThanOrEqual(0.1);
  const first = fitted.forecast(1)[0] as number;
  expect(Math.abs(first - 123.56114171)).toBeLessThan(1);
  const theirs = dynamicThetaErrors(weeklySeries, estimated);
  const { alpha = 0, theta = 0, level = 0 } = parameters;
  expect(dynamicThetaErrors(weeklySeries, { alpha, theta, level })).toBeLessThanOrEqual(theirs * (1 + 1e-6));
});

// θ is at most 10, so that a tenth of the slope is lost.
test('a line without noise goes on', async () => {
  const line = Float64Array.from({ length: 40 }, (_, t) => 10 + 2 * t);
  const points = (await dynamicTheta(0).fit(line, 0)).forecast(10);
  points.forEach((value, step) => {
    expect(Math.abs(value - (10 + 2 * (40 + step)))).toBeLessThan(3);
  });
});
