import type { FeatureRow } from '../../../features/feature-row.js';
import { type Columns, columnsNamed } from '../anomaly-input.js';
import {
  observePopulation,
  type PopulationName,
  type PopulationState,
  populationNames,
  readPopulation,
} from './population-fold.js';

/** Columns of what happened across accounts before rows, and which rows were in order. */
export interface PopulationColumns {
  readonly columns: Columns<PopulationName>;
  /** 1 for rows that were not older than what the state had taken in. */
  readonly isKnown: Uint8Array;
}

/**
 * Reads rows in the given order, by time, and takes each in after it was read.
 *
 * @param takesIn Whether the state changes; without, each row is read as if it came next.
 */
export function populationColumns(
  state: PopulationState,
  rows: readonly FeatureRow[],
  takesIn: boolean,
): PopulationColumns {
  const columns = columnsNamed(populationNames, () => new Float64Array(rows.length));
  const isKnown = new Uint8Array(rows.length);
  const slot = new Float64Array(populationNames.length);
  rows.forEach((row, index) => {
    if (readPopulation(state, row, slot)) isKnown[index] = 1;
    for (let place = 0; place < populationNames.length; place++) {
      columns[populationNames[place] as PopulationName][index] = slot[place] as number;
    }
    if (takesIn) observePopulation(state, row);
  });
  return { columns, isKnown };
}
