import { TitansError } from '@titans/core';
import type { Forecaster } from '../estimators/estimator.js';
import { fittedForecast, longestHorizon } from './fitted-forecast.js';
import { forecasterOf } from './forecaster.js';

/** Orders of a (seasonal) ARIMA model. */
export interface ArimaOrder {
  readonly p: number;
  readonly d: number;
  readonly q: number;
  /** Seasonal orders and period in days; none unless told. */
  readonly seasonal?: { readonly p: number; readonly d: number; readonly q: number; readonly period: number };
}

type ArimaConstructor = typeof import('arima');

/** Most days that are handed to the library: its cost and memory grow with the series. */
const mostDays = 5_000;
/**
 * Numbers of the library for its methods of estimation. On long series conditional sums of squares give the same
 * forecasts to three digits in a third of the time.
 */
const [squaresThenLikelihood, conditionalSquares] = [0, 2];
const mostLikelihoodValues = 200;
/** A forecast further from the series than this many of its ranges has exploded. */
const explosionRanges = 1;

let loaded: ArimaConstructor | undefined;

/**
 * ARIMA by the `arima` package (ctsa in WebAssembly), with its faults kept out: fixed low orders (its automatic
 * choice was worse than a fixed one), BFGS, at most the last 5,000 days, finite input only, memory freed at once, and
 * nothing printed. A forecast that is not finite or leaves the range of the series by more than its width is
 * rejected. What the package calls errors are variances; they are not used, since Titans' intervals come from
 * backtests.
 *
 * @throws TitansError from `fit`: `FORECAST_REJECTED` for an unusable forecast, `DATA_INSUFFICIENT` for a short
 * series, `DEPENDENCY_MISSING` if the package cannot be loaded.
 */
export function arima(order: ArimaOrder): Forecaster {
  const { p, d, q, seasonal } = order;
  const seasonalPart = seasonal
    ? `(${seasonal.p},${seasonal.d},${seasonal.q}) of ${seasonal.period} steps`
    : '';
  const name = `ARIMA(${p},${d},${q})${seasonalPart}`;
  const period = seasonal?.period ?? 0;
  const leastDays = Math.max(20, 3 * period, d + period * (seasonal?.d ?? 0) + p + q + 10);
  return forecasterOf(name, leastDays, (series) => {
    const recent = series.subarray(-mostDays);
    const limits = plausibleRange(recent);
    // Without variation there is nothing to estimate, and the library divides by the variance.
    if (limits.width === 0) {
      return fittedForecast(name, new Float64Array(longestHorizon).fill(recent[0] as number));
    }
    const [points, variances] = forecastWith(
      {
        p,
        d,
        q,
        P: seasonal?.p ?? 0,
        D: seasonal?.d ?? 0,
        Q: seasonal?.q ?? 0,
        s: period,
        optimizer: 5,
        method: recent.length > mostLikelihoodValues ? conditionalSquares : squaresThenLikelihood,
        verbose: false,
      },
      recent,
    );
    const exploded = points.findIndex((value) => !(value >= limits.low && value <= limits.high));
    const unsound = variances.findIndex((variance) => !(variance >= 0) || !Number.isFinite(variance));
    if (exploded >= 0 || unsound >= 0) {
      throw new TitansError('FORECAST_REJECTED', `${name} left the range of the series.`, {
        details: { forecaster: name, day: Math.max(exploded, unsound) + 1 },
      });
    }
    return fittedForecast(name, Float64Array.from(points), { p, d, q, period });
  });
}

function forecastWith(
  options: Readonly<Record<string, number | boolean>>,
  series: Float64Array,
): [number[], number[]] {
  const Arima = loadArima();
  const model = new Arima(options);
  try {
    return model.train([...series]).predict(longestHorizon);
  } catch (error) {
    throw new TitansError('FORECAST_REJECTED', 'The arima package failed on the series.', { cause: error });
  } finally {
    model.destroy();
  }
}

function plausibleRange(series: Float64Array): { low: number; high: number; width: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of series) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const width = high - low;
  return { low: low - explosionRanges * width, high: high + explosionRanges * width, width };
}

/**
 * Loads the package on first use. Its WebAssembly glue takes hold of `console.log` and `console.error` once, while it
 * loads, and prints through them for ever: it is given silent ones. Loading is synchronous, so nothing else can log
 * in between.
 */
function loadArima(): ArimaConstructor {
  if (loaded !== undefined) return loaded;
  const { log, error } = console;
  try {
    console.log = silent;
    console.error = silent;
    loaded = moduleLoader()('arima') as ArimaConstructor;
    return loaded;
  } catch (cause) {
    throw new TitansError('DEPENDENCY_MISSING', 'The package arima cannot be loaded: install it.', { cause });
  } finally {
    console.log = log;
    console.error = error;
  }
}

/** Asks Node for `require` when it is needed, so that browsers can load this file; there the package is missing. */
function moduleLoader(): (name: string) => unknown {
  const builtin = globalThis.process?.getBuiltinModule?.('node:module');
  if (builtin === undefined) throw new Error('There is no node:module here.');
  return builtin.createRequire(import.meta.url);
}

function silent(): void {
  // Takes the place of the console for the library.
}
