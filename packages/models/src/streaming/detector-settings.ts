import { TitansError } from '@titans/core';
import { integerWithin, numberWithin, oneOf, refuseUnknownParameters } from '../estimators/parameters.js';
import { seasons as everySeason, type Season } from './season.js';

const directions = ['both', 'above', 'below'] as const;
/** On which side of what is expected values are anomalies. */
export type Direction = (typeof directions)[number];

/** Parameters of `onlineDetector`. */
export interface OnlineDetectorParameters {
  /**
   * Share of ordinary values that may be taken for anomalies, 1e-6 to 0.1; 0.001 unless told. Below 1 in `memory`, how
   * often is extrapolated.
   */
  readonly falseAlarmRate?: number;
  /** On which side of what is expected values are anomalies; `both` unless told. */
  readonly direction?: Direction;
  /** What the series may repeat with, of which the best is found while it runs; all unless told, `[]` for nothing. */
  readonly seasons?: readonly Season[];
  /** How many of the latest values tell how far values are from what is expected, 50 to 100,000; 1,000 unless told. */
  readonly memory?: number;
  /** Values before the first alarm, 20 to the `memory`; 100 unless told, or the memory if that is less. */
  readonly warmUp?: number;
}

/** Parameters of a detector with their defaults. */
export interface DetectorSettings {
  readonly falseAlarmRate: number;
  readonly direction: Direction;
  readonly seasons: readonly Season[];
  readonly memory: number;
  readonly warmUp: number;
}

/** @throws TitansError `INVALID_ARGUMENT`. */
export function detectorSettings(parameters: OnlineDetectorParameters): DetectorSettings {
  refuseUnknownParameters('onlineDetector', parameters, [
    'falseAlarmRate',
    'direction',
    'seasons',
    'memory',
    'warmUp',
  ]);
  const memory = integerWithin('memory', parameters.memory ?? 1_000, 50, 100_000);
  const given = parameters.seasons ?? everySeason;
  if (!Array.isArray(given)) {
    throw new TitansError('INVALID_ARGUMENT', `seasons must be a list, such as ['day', 'week'].`, {
      details: { field: 'seasons' },
    });
  }
  const seasons = given.map((season: Season) => oneOf('seasons', season, everySeason));
  integerWithin('the number of different seasons', new Set(seasons).size, seasons.length, everySeason.length);
  return {
    falseAlarmRate: numberWithin('falseAlarmRate', parameters.falseAlarmRate ?? 0.001, 1e-6, 0.1),
    direction: oneOf('direction', parameters.direction ?? 'both', directions),
    seasons: Object.freeze(seasons),
    memory,
    warmUp: integerWithin('warmUp', parameters.warmUp ?? Math.min(100, memory), 20, memory),
  };
}
