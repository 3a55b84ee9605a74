import { type ArtifactContent, isTitansError, type JsonValue } from '@titans/core';
import { readArtifact } from '../estimators/restoring.js';
import {
  type DetectorSettings,
  detectorSettings,
  type OnlineDetectorParameters,
} from './detector-settings.js';
import { type Expectation, expectation, isLearned, numbersNeeded } from './expectation.js';
import { type RecentValues, recentValues } from './recent-values.js';

/** What a detector learned. Its parts change with every value. */
export interface DetectorState {
  readonly settings: DetectorSettings;
  readonly expectation: Expectation;
  /** Errors of late in spreads. */
  readonly errors: RecentValues;
  /** Short means of evidence of late. */
  readonly runs: RecentValues;
  count: number;
  /** The short mean of evidence now. */
  run: number;
}

const kind = 'titans/online-detector';
const version = 1;

/** Values before errors are remembered, for the first are measured by next to nothing; fewer than any warm-up. */
export const unjudgedValues = 10;
/** The short mean of −ln(probability) where all is as it was: that of an exponential distribution. */
const ordinaryRun = 1;

/** A detector that saw nothing yet. */
export function newState(settings: DetectorSettings): DetectorState {
  return {
    settings,
    expectation: expectation(settings.seasons),
    errors: recentValues(settings.memory),
    runs: recentValues(settings.memory),
    count: 0,
    run: ordinaryRun,
  };
}

/** Writes the state as it is. */
export function detectorArtifact(state: DetectorState): ArtifactContent {
  const { settings, count, run } = state;
  return {
    kind,
    version,
    data: { settings: { ...settings }, count, run },
    arrays: {
      expectation: state.expectation.toNumbers(),
      errors: state.errors.inOrder(),
      runs: state.runs.inOrder(),
    },
  };
}

/** @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`. */
export function restoreState(content: ArtifactContent): DetectorState {
  const artifact = readArtifact(content, kind, version);
  const settings = readSettings(artifact.json('settings'));
  if (settings === null) throw artifact.corrupt('"settings" are out of range');
  const [numbers, errors, runs] = ['expectation', 'errors', 'runs'].map((name) => artifact.float64(name)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  if (numbers.length !== numbersNeeded(settings.seasons))
    throw artifact.corrupt('its expectation does not belong to its seasons');
  const [count, run] = [artifact.number('count'), artifact.number('run')];
  const held = (before: number): number => Math.min(settings.memory, Math.max(0, count - before));
  if (!(Number.isInteger(count) && count >= 0 && numbers[0] === count))
    throw artifact.corrupt('"count" does not belong to its expectation');
  if (errors.length !== held(unjudgedValues) || runs.length !== held(settings.warmUp))
    throw artifact.corrupt('what it remembers does not belong to "count"');
  if (![numbers, errors, runs, [run]].every((part) => part.every(Number.isFinite)) || run < 0)
    throw artifact.corrupt('it holds what is no finite number');
  if (!isLearned(settings.seasons, numbers)) throw artifact.corrupt('its expectation is out of range');
  return {
    settings,
    expectation: expectation(settings.seasons, numbers),
    errors: recentValues(settings.memory, errors),
    runs: recentValues(settings.memory, runs),
    count,
    run,
  };
}

function readSettings(given: JsonValue): DetectorSettings | null {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return null;
  try {
    return detectorSettings(given as OnlineDetectorParameters);
  } catch (error) {
    if (isTitansError(error)) return null;
    throw error;
  }
}
