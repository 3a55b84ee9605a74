import { isTitansError } from '@titans/core';
import type { FitOptions, FittedForecaster, Forecaster } from '../../estimators/estimator.js';
import type { Structure } from './choose.js';
import type { FlowView } from './flow-view.js';

/**
 * What was computed of one flow from its first days only, by the number of days. Measuring a flow and learning it look
 * back from the same few days, so that most is computed once.
 */
export interface FlowMemory {
  readonly views: Map<number, FlowView>;
  readonly fits: Map<string, FittedForecaster>;
  /** Forecasters that gave no usable forecast, by the same keys as fits. */
  readonly refused: Set<string>;
}

export function flowMemory(): FlowMemory {
  return { views: new Map(), fits: new Map(), refused: new Set() };
}

/** A forecaster that fits each beginning of a flow, or of what its structure leaves of it, but once. */
export function remembering(
  forecaster: Forecaster,
  structure: Structure,
  { fits, refused }: FlowMemory,
): Forecaster {
  const { name } = forecaster;
  return Object.freeze({
    name,
    async fit(series: Float64Array, firstDay: number, options?: FitOptions): Promise<FittedForecaster> {
      const key = keyOf(structure, series.length, name);
      try {
        const fitted = fits.get(key) ?? (await forecaster.fit(series, firstDay, options));
        fits.set(key, fitted);
        return fitted;
      } catch (error) {
        if (isRefused(error)) refused.add(key);
        throw error;
      }
    },
  });
}

/** Whether a forecaster was found to give no usable forecast of so many days. */
export function hasRefused(
  { refused }: FlowMemory,
  structure: Structure,
  days: number,
  { name }: Forecaster,
): boolean {
  return refused.has(keyOf(structure, days, name));
}

/** Whether an error says that a forecaster has no usable forecast of a series. */
export function isRefused(error: unknown): boolean {
  return isTitansError(error, 'FORECAST_REJECTED') || isTitansError(error, 'DATA_INSUFFICIENT');
}

function keyOf(structure: Structure, days: number, name: string): string {
  return `${structure}/${days}/${name}`;
}
