import { type ArtifactContent, TitansError } from '@titans/core';
import { exponential } from '../estimators/trees/kernel/exponential.js';
import { detectorSettings, type OnlineDetectorParameters } from './detector-settings.js';
import {
  type DetectorState,
  detectorArtifact,
  newState,
  restoreState,
  unjudgedValues,
} from './detector-state.js';
import { type UpperTail, upperTail } from './upper-tail.js';

/** What a value is, by those before it. */
export interface OnlineAnomaly {
  /** 1 − `tailProbability`: 0 to 1, higher for what stands out more. */
  readonly score: number;
  /** How probable so unusual a value, or run of values, is, if all goes on as it did. 1 while warming up or missing. */
  readonly tailProbability: number;
  /** Whether the tail probability is below the stated rate of false alarms. */
  readonly isAnomaly: boolean;
  /** What stands out more: the value by itself, or the latest values together; `null` where nothing does. */
  readonly cause: 'value' | 'run' | null;
  /** Whether enough values came before. */
  readonly isWarm: boolean;
  /** What was expected; `null` before the first value. */
  readonly expected: number | null;
  /** Values below it stand out by themselves; `null` while warming up, and where only those above are anomalies. */
  readonly lower: number | null;
  /** Values above it stand out by themselves; `null` while warming up, and where only those below are anomalies. */
  readonly upper: number | null;
}

/** Judges the values of one series as they come. */
export interface OnlineDetector {
  /** How many values were learned from. */
  readonly count: number;
  /**
   * Judges a value by those before it, then learns from it.
   *
   * @param value NaN or `null` where it is missing: it is skipped, and what was expected is told.
   * @param moment Milliseconds since 1970 in the time that the seasons follow: for local hours and days, add the offset
   * of the place. It says where in the seasons the value lies and nothing else, so a clock may be set back.
   * @throws TitansError `DATA_NOT_FINITE` for an infinite value or what is no number, `INVALID_ARGUMENT` for a moment that is none. Nothing is
   * learned then.
   */
  update(value: number | null, moment: number): OnlineAnomaly;
  /** All that was learned, to go on from there. It holds no value of the series but the last. */
  toArtifact(): ArtifactContent;
}

/**
 * Detects anomalies in one series, such as the spending per day or a metric every five minutes: in one pass, with memory
 * that does not grow, some microseconds per value.
 *
 * What is expected of a value comes from its place in the day, week or month and from the level of late, whichever
 * combination has been best. Errors are divided by their usual size at that place; their tails, by a generalised Pareto
 * distribution over the latest `memory` of them (Siffer et al. 2017), say how improbable a value is. The short mean of
 * that evidence is judged the same way, for runs of values of which none stands out alone (Lavin and Ahmad 2015). The
 * smaller of both probabilities counts, twice. Level, season and spread adapt: a lasting shift is an anomaly for a few
 * values and then what is expected.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range.
 * @example
 * ```ts
 * import { onlineDetector } from '@titans/models/streaming';
 *
 * const detector = onlineDetector({ falseAlarmRate: 0.001, direction: 'above' });
 * const day = 86_400_000;
 * for (let i = 0; i < 200; i++) detector.update(i % 7 === 5 ? 90 : 40 + (i % 3), i * day);
 * const { isAnomaly, expected, upper } = detector.update(400, 200 * day);
 * console.log(isAnomaly, expected, upper);
 * ```
 */
export function onlineDetector(parameters: OnlineDetectorParameters = {}): OnlineDetector {
  return detectorOf(newState(detectorSettings(parameters)));
}

/**
 * Restores what `toArtifact` of an {@link OnlineDetector} wrote, to go on as if it had never stopped.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreOnlineDetector(content: ArtifactContent): OnlineDetector {
  return detectorOf(restoreState(content));
}

/** Values after which evidence counts half in the short mean. */
const runHalfLife = 6;
const runRate: number = 1 - exponential(-Math.LN2 / runHalfLife);
/** The least that is called a probability, and the most spreads that a value is called away. */
const [leastProbability, mostSpreads] = [1e-15, 1e6];
/** Values further from 0 are taken for one as far, so that differences and means of them stay numbers. */
const furthestValue = 1e250;
/** Errors that are seen once in so many times the memory are remembered as if they were no larger. */
const rareTimes = 20;

/** Of the errors of late. */
interface ErrorTails {
  readonly above: UpperTail;
  readonly below: UpperTail;
}

function detectorOf(state: DetectorState): OnlineDetector {
  const { settings, expectation, errors, runs } = state;
  const { falseAlarmRate, direction, memory } = settings;
  // Half of the rate is for values, half for runs, and of values half for either side.
  const alarmingTail = falseAlarmRate / (direction === 'both' ? 4 : 2);

  /** How probable an error of so many spreads is. */
  function valueProbability({ above, below }: ErrorTails, spreads: number): number {
    const high = direction === 'below' ? 1 : above.probability(spreads);
    const low = direction === 'above' ? 1 : below.probability(-spreads);
    return direction === 'both' ? Math.min(1, 2 * Math.min(high, low)) : Math.min(high, low);
  }

  /** What an error is remembered as: one anomaly shall not hide the next. */
  function remembered({ above, below }: ErrorTails, spreads: number): number {
    const rare = 1 / (rareTimes * memory);
    return Math.max(-below.quantile(rare), Math.min(above.quantile(rare), spreads));
  }

  function update(value: number | null, moment: number): OnlineAnomaly {
    checkMoment(moment);
    const known = knownValue(value);
    const sorted = errors.sorted();
    const tails =
      state.count >= settings.warmUp ? { above: upperTail(sorted, 1), below: upperTail(sorted, -1) } : null;
    const expected = expectation.expect(moment);
    const spread =
      expected === null ? 0 : Math.max(expected.spread, Number.EPSILON * Math.abs(expected.value));
    const answer = {
      isWarm: tails !== null,
      expected: expected === null ? null : expected.value,
      lower:
        tails && expected && direction !== 'above'
          ? expected.value - spread * tails.below.quantile(alarmingTail)
          : null,
      upper:
        tails && expected && direction !== 'below'
          ? expected.value + spread * tails.above.quantile(alarmingTail)
          : null,
    };
    if (known === null)
      return Object.freeze({ score: 0, tailProbability: 1, isAnomaly: false, cause: null, ...answer });

    let judged = { tailProbability: 1, byRun: false };
    if (expected) {
      const error = known - expected.value;
      const inSpreads = error === 0 ? 0 : error / (spread || Number.MIN_VALUE);
      const spreads = Math.max(-mostSpreads, Math.min(mostSpreads, inSpreads));
      if (tails) judged = judge(valueProbability(tails, spreads));
      // The first errors are measured by next to nothing.
      if (state.count >= unjudgedValues) errors.push(tails ? remembered(tails, spreads) : spreads);
    }
    expectation.learn(known, moment);
    state.count++;
    const isAnomaly = judged.tailProbability < falseAlarmRate;
    return Object.freeze({
      score: 1 - judged.tailProbability,
      tailProbability: judged.tailProbability,
      isAnomaly,
      cause: isAnomaly ? (judged.byRun ? 'run' : 'value') : null,
      ...answer,
    });
  }

  function judge(probability: number): { readonly tailProbability: number; readonly byRun: boolean } {
    const byValue = Math.max(leastProbability, probability);
    // One value alone shall not look like a run, so its evidence counts no more than that of an alarm.
    state.run += runRate * (Math.min(-Math.log(byValue), -Math.log(falseAlarmRate)) - state.run);
    const byRun =
      runs.count < settings.warmUp
        ? 1
        : Math.max(leastProbability, upperTail(runs.sorted(), 1).probability(state.run));
    runs.push(state.run);
    return { tailProbability: Math.min(1, 2 * Math.min(byValue, byRun)), byRun: byRun < byValue };
  }

  return Object.freeze({
    get count() {
      return state.count;
    },
    update,
    toArtifact: () => detectorArtifact(state),
  });
}

/** `null` where it is missing. */
function knownValue(value: number | null): number | null {
  if (value === null || Number.isNaN(value)) return null;
  if (Number.isFinite(value)) return Math.max(-furthestValue, Math.min(furthestValue, value));
  throw new TitansError(
    'DATA_NOT_FINITE',
    `The value is ${typeof value === 'number' ? 'infinite' : 'no number'}. Give a finite number, or null where it is missing.`,
    { details: { field: 'value' } },
  );
}

function checkMoment(moment: number): void {
  if (Number.isFinite(moment) && Math.abs(moment) <= 8.64e15) return;
  throw new TitansError(
    'INVALID_ARGUMENT',
    `moment must be milliseconds since 1970, not ${String(moment)}.`,
    {
      details: { field: 'moment' },
    },
  );
}
