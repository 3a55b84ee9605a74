import { createRandom, type Random, TitansError } from '@titans/core';
import { requireObject } from '../calibration/checked-values.js';
import { integerWithin, numberBetween, numberWithin } from '../estimators/parameters.js';

/** Where values of a parameter are drawn from. Anything that draws is one. */
export interface ParameterDistribution<Value> {
  /** A value that depends on nothing but what is drawn from `random`. */
  draw(random: Random): Value;
}

/** The values to be tried of each parameter. */
export type ParameterGrid<Parameters> = {
  readonly [Name in keyof Parameters]: readonly Parameters[Name][];
};

/** What each parameter is drawn from: a list, each value alike, or a distribution. */
export type ParameterSpace<Parameters> = {
  readonly [Name in keyof Parameters]: readonly Parameters[Name][] | ParameterDistribution<Parameters[Name]>;
};

/** More candidates than anyone waits for: most likely a mistake in the grid. */
const mostCandidates = 1_000_000;

/**
 * Whole numbers, all alike.
 *
 * @param min The least.
 * @param max The greatest, drawn as well; at most 2³² − 1 above.
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function integerRange(min: number, max: number): ParameterDistribution<number> {
  integerWithin('min', min, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  integerWithin('max', max, min, min + 2 ** 32 - 1);
  return Object.freeze({ draw: (random: Random) => min + random.integer(max - min + 1) });
}

/**
 * Numbers from `min` to `max`, all alike.
 *
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function floatRange(min: number, max: number): ParameterDistribution<number> {
  numberWithin('min', min, -Number.MAX_VALUE / 2, Number.MAX_VALUE / 2);
  numberWithin('max', max, min, Number.MAX_VALUE / 2);
  return Object.freeze({ draw: (random: Random) => min + random.float() * (max - min) });
}

/**
 * Numbers whose logarithms are all alike, for penalties and rates: from 0.001 to 1, as many are below 0.01 as above
 * 0.1.
 *
 * @param min Above 0.
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function logUniform(min: number, max: number): ParameterDistribution<number> {
  numberBetween('min', min, 0, Number.MAX_VALUE);
  numberWithin('max', max, min, Number.MAX_VALUE);
  const [low, span] = [Math.log(min), Math.log(max) - Math.log(min)];
  // Rounding must not lead beyond what was asked for.
  return Object.freeze({
    draw: (random: Random) => Math.min(max, Math.max(min, Math.exp(low + random.float() * span))),
  });
}

/**
 * Every combination of the values, the last parameter changing fastest.
 *
 * @throws TitansError `INVALID_ARGUMENT` for an empty list or what is no list, `LIMIT_EXCEEDED` beyond a million.
 */
export function parameterGrid<const Parameters extends object>(
  grid: ParameterGrid<Parameters>,
): readonly Parameters[] {
  requireObject('grid', grid);
  return everyCombination<Parameters>(grid);
}

/** As {@link parameterGrid}, of what may hold ranges: they are refused. */
export function everyCombination<Parameters extends object>(
  space: ParameterSpace<Parameters>,
): readonly Parameters[] {
  const lists = Object.entries<unknown>(space).map(([name, values]) => [name, listOf(name, values)] as const);
  const count = lists.reduce((product, [, values]) => product * values.length, 1);
  if (count > mostCandidates) {
    throw new TitansError(
      'LIMIT_EXCEEDED',
      `The grid has ${count} candidates; at most ${mostCandidates} are tried. Take fewer values, or randomSearch.`,
      { details: { limit: mostCandidates } },
    );
  }
  return Object.freeze(Array.from({ length: count }, (_, index) => combinationAt<Parameters>(lists, index)));
}

/**
 * Candidates drawn from the space, no two equal as far as it has so many: from lists alone, at most all combinations.
 * The first are the same however many are drawn.
 *
 * @throws TitansError `INVALID_ARGUMENT` for an empty list or what neither is a list nor draws.
 */
export function drawCandidates<const Parameters extends object>(
  space: ParameterSpace<Parameters>,
  count: number,
  seed: number,
): readonly Parameters[] {
  const wanted = integerWithin('candidates', count, 1, mostCandidates);
  const sources = Object.entries<unknown>(space).map(
    ([name, values]) => [name, isDistribution(values) ? values : null, values] as const,
  );
  const choices = sources.map(([name, distribution, values]) => (distribution ? [] : listOf(name, values)));
  const isListed = sources.every(([, distribution]) => distribution === null);
  const most = isListed ? choices.reduce((product, { length }) => product * length, 1) : wanted;
  const random = createRandom(seed, 'parameters');
  const drawn = new Map<string, Parameters>();
  // Distributions may have few values too: where nearly every draw is one that is known, enough is enough.
  for (let draw = 0; drawn.size < Math.min(wanted, most) && draw < 50 * wanted + 1000; draw++) {
    const stream = random.stream(`${draw}`);
    const values = sources.map(([name, distribution], k) => {
      const own = stream.stream(name);
      if (distribution) {
        const value = distribution.draw(own);
        return { name, value, key: JSON.stringify(value) ?? String(value) };
      }
      // Members of a list are told apart by their place: JSON says nothing of functions.
      const place = own.integer(choices[k]?.length ?? 1);
      return { name, value: choices[k]?.[place], key: `${place}` };
    });
    const key = values.map((value) => value.key).join('\n');
    if (drawn.has(key)) continue;
    drawn.set(
      key,
      Object.freeze(Object.fromEntries(values.map(({ name, value }) => [name, value]))) as Parameters,
    );
  }
  return Object.freeze([...drawn.values()]);
}

function combinationAt<Parameters>(
  lists: readonly (readonly [string, readonly unknown[]])[],
  index: number,
): Parameters {
  let rest = index;
  const values = lists
    .toReversed()
    .map(([name, choices]) => {
      const value = choices[rest % choices.length];
      rest = Math.floor(rest / choices.length);
      return [name, value] as const;
    })
    .reverse();
  return Object.freeze(Object.fromEntries(values)) as Parameters;
}

function listOf(name: string, values: unknown): readonly unknown[] {
  if (Array.isArray(values) && values.length > 0) return values;
  throw new TitansError(
    'INVALID_ARGUMENT',
    Array.isArray(values)
      ? `The list of values for "${name}" is empty. Name at least one, or leave the parameter out.`
      : `"${name}" needs a list of values. Ranges can be drawn from by randomSearch, and by successiveHalving with "candidates".`,
    { details: { field: name } },
  );
}

function isDistribution(values: unknown): values is ParameterDistribution<unknown> {
  return (
    typeof values === 'object' && values !== null && 'draw' in values && typeof values.draw === 'function'
  );
}
