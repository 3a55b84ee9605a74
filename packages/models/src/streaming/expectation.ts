import { exponential } from '../estimators/trees/kernel/exponential.js';
import { type Season, slotAt, slotsOf } from './season.js';

/** What is expected of the next value, and how far values are from that. */
export interface Expected {
  readonly value: number;
  /** Mean absolute error of such expectations at this place of the season; 0 where there was never any. */
  readonly spread: number;
}

/** Expects the next value of a stream and learns from what it is. */
export interface Expectation {
  /** `null` before the first value. */
  expect(moment: number): Expected | null;
  learn(value: number, moment: number): void;
  /** All that was learned, as one list of numbers. */
  toNumbers(): Float64Array;
}

/** Points after which an error or the level counts half: the last value alone, a short and a long memory. */
const levelHalfLives = [0, 8, 64] as const;
const errorHalfLife = 200;
/** The weight of the next value that makes earlier ones count half after so many, rounded alike everywhere. */
const rateOf = (halfLife: number): number => (halfLife === 0 ? 1 : 1 - exponential(-Math.LN2 / halfLife));
const levelRates: readonly number[] = levelHalfLives.map(rateOf);
const errorRate: number = rateOf(errorHalfLife);
/** A place of a season is the mean of about so many of its values. */
const slotMemory = 10;
/** How many errors an error counts at most, so that one anomaly does not widen what is expected for long. */
const mostErrors = 5;
/** The same for the mean of the errors and for the means of the level, once `settling` values came. */
const [mostMeanErrors, settling] = [10, 10];
/** As many values a place of a season has an ordinary spread until its own is known. */
const priorValues = 5;
const slotNumbers = 3;
const levelNumbers = 2;

/**
 * Several expectations compete: no season or each of those given, and with each the latest value, a short or a long mean
 * of how far the level is from the season. The one whose errors were smallest of late speaks. All are learned in one
 * pass, in memory that does not grow.
 *
 * @param learned What `toNumbers` gave, to go on from there.
 */
export function expectation(seasons: readonly Season[], learned: Float64Array | null = null): Expectation {
  const bases: readonly (Season | null)[] = [null, ...seasons];
  const starts = bases.map((_, index) =>
    bases.slice(0, index).reduce((sum, base) => sum + numbersOf(base), 1),
  ) as readonly number[];
  const state = new Float64Array(numbersNeeded(seasons));
  if (learned) state.set(learned);

  const at = (index: number): number => state[index] as number;
  const slotStart = (base: number, moment: number): number => {
    const season = bases[base] as Season | null;
    const first = (starts[base] as number) + levelHalfLives.length * levelNumbers;
    return season === null ? -1 : first + slotAt(season, moment) * slotNumbers;
  };
  const levelStart = (base: number, memory: number): number =>
    (starts[base] as number) + memory * levelNumbers;
  /** What is expected with a season and a memory; where the season has no value yet, what is without it. */
  const expectedWith = (base: number, memory: number, slot: number): number =>
    slot >= 0 && at(slot) > 0 ? at(slot + 1) + at(levelStart(base, memory)) : at(levelStart(0, memory));

  /** The season and memory whose errors were smallest of late. */
  function best(): { readonly base: number; readonly memory: number } {
    let [base, memory] = [0, 0];
    for (let other = 0; other < bases.length; other++) {
      for (let i = 0; i < levelHalfLives.length; i++) {
        if (at(levelStart(other, i) + 1) < at(levelStart(base, memory) + 1)) [base, memory] = [other, i];
      }
    }
    return { base, memory };
  }

  /** @param beside The value less how far the level is from the season, which a place without a value begins with. */
  function learnSlot(slot: number, beside: number, value: number, error: number, scale: number): void {
    const seen = at(slot);
    if (seen === 0) {
      state[slot] = 1;
      state[slot + 1] = beside;
      state[slot + 2] = 1;
      return;
    }
    const weight = 1 / Math.min(seen + 1, slotMemory);
    // What is far from the season moves it by no more than a few errors; a lasting change does so again and again.
    const limit = scale > 0 ? mostErrors * scale : Number.POSITIVE_INFINITY;
    const step = value - at(slot + 1);
    state[slot + 1] = at(slot + 1) + weight * Math.max(-limit, Math.min(limit, step));
    if (scale > 0)
      state[slot + 2] = at(slot + 2) + weight * (Math.min(mostErrors, error / scale) - at(slot + 2));
    state[slot] = Math.min(seen + 1, slotMemory);
  }

  function learnBase(base: number, errors: Float64Array, value: number, slot: number): void {
    const seen = at(0);
    for (let memory = 0; memory < levelHalfLives.length; memory++) {
      const level = levelStart(base, memory);
      if (seen > 0) {
        const mean = at(level + 1);
        const error = errors[base * levelHalfLives.length + memory] as number;
        const counted = mean > 0 && seen > settling ? Math.min(error, mostMeanErrors * mean) : error;
        state[level + 1] = mean + Math.max(1 / seen, errorRate) * (counted - mean);
      }
      if (slot >= 0 && at(slot) === 0) continue;
      const difference = value - (slot < 0 ? 0 : at(slot + 1)) - at(level);
      // Only the latest value follows at once wherever it goes; a spike is not to stay in the means for long.
      const mean = at(level + 1);
      const limit =
        levelHalfLives[memory] === 0 || mean === 0 || seen <= settling
          ? Number.MAX_VALUE
          : mostMeanErrors * mean;
      const step = Math.max(-limit, Math.min(limit, difference));
      state[level] = at(level) + Math.max(1 / (seen + 1), levelRates[memory] as number) * step;
    }
  }

  return {
    expect(moment) {
      if (at(0) === 0) return null;
      const { base, memory } = best();
      const slot = slotStart(base, moment);
      const seen = slot < 0 ? 0 : at(slot);
      const ratio = seen === 0 ? 1 : (seen * at(slot + 2) + priorValues) / (seen + priorValues);
      return { value: expectedWith(base, memory, slot), spread: at(levelStart(base, memory) + 1) * ratio };
    },
    learn(value, moment) {
      const { base: chosen, memory: chosenMemory } = best();
      const scale = at(levelStart(chosen, chosenMemory) + 1);
      const slots = bases.map((_, base) => slotStart(base, moment));
      const errors = new Float64Array(bases.length * levelHalfLives.length);
      for (let i = 0; i < errors.length; i++) {
        const base = Math.floor(i / levelHalfLives.length);
        errors[i] = Math.abs(value - expectedWith(base, i % levelHalfLives.length, slots[base] as number));
      }
      for (let base = 0; base < bases.length; base++) {
        const slot = slots[base] as number;
        learnBase(base, errors, value, slot);
        const nearest = errors
          .subarray(base * levelHalfLives.length, (base + 1) * levelHalfLives.length)
          .reduce((least, error) => Math.min(least, error));
        if (slot >= 0) learnSlot(slot, value - at(levelStart(base, 1)), value, nearest, scale);
      }
      state[0] = at(0) + 1;
    },
    toNumbers: () => state.slice(),
  };
}

/** How many numbers are learned. */
export function numbersNeeded(seasons: readonly Season[]): number {
  return [null, ...seasons].reduce((sum, base) => sum + numbersOf(base), 1);
}

function numbersOf(base: Season | null): number {
  return levelHalfLives.length * levelNumbers + (base === null ? 0 : slotsOf[base] * slotNumbers);
}

/** Whether numbers may be what was learned: no count, error or share of the ordinary spread is below 0. */
export function isLearned(seasons: readonly Season[], numbers: Float64Array): boolean {
  let at = 1;
  for (const base of [null, ...seasons]) {
    for (let memory = 0; memory < levelHalfLives.length; memory++, at += levelNumbers)
      if ((numbers[at + 1] as number) < 0) return false;
    const slots = base === null ? 0 : slotsOf[base];
    for (let slot = 0; slot < slots; slot++, at += slotNumbers) {
      const seen = numbers[at] as number;
      if (!(Number.isInteger(seen) && seen >= 0 && seen <= slotMemory)) return false;
      if ((numbers[at + 2] as number) < 0) return false;
    }
  }
  return true;
}
