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
}

export function flowMemory(): FlowMemory {
  return { views: new Map(), fits: new Map() };
}

/** A forecaster that fits each beginning of a flow, or of what its structure leaves of it, but once. */
export function remembering(forecaster: Forecaster, structure: Structure, { fits }: FlowMemory): Forecaster {
  const { name } = forecaster;
  return Object.freeze({
    name,
    async fit(series: Float64Array, firstDay: number, options?: FitOptions): Promise<FittedForecaster> {
      const key = `${structure}/${series.length}/${name}`;
      const fitted = fits.get(key) ?? (await forecaster.fit(series, firstDay, options));
      fits.set(key, fitted);
      return fitted;
    },
  });
}
