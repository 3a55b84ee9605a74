import { isTitansError, memoryArtifactStore } from '@titans/core';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { smallSuites } from '../testing/small-suites.js';
import { artifactRegistry } from './artifact-registry.js';
import type { AliasMove, ModelRegistry } from './registry.js';

const suites = await smallSuites(3);
const model = 'transactions';
const options = { by: 'tester', reason: 'tried' };
const refusals = ['NOT_FOUND', 'CONFLICT'];

/** A step of one of two writers, which may find that it cannot be done. */
type Step = (registry: ModelRegistry) => Promise<unknown>;

const number = fc.integer({ min: 1, max: 6 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.nat(2).map(
    (at): Step =>
      (registry) =>
        registry.register(model, suites[at] as (typeof suites)[number], options),
  ),
  number.map(
    (to): Step =>
      (registry) =>
        registry.promote(model, to, options),
  ),
  fc.tuple(number, number).map(
    ([to, expected]): Step =>
      (registry) =>
        registry.promote(model, to, { ...options, expected }),
  ),
  fc.constant<Step>((registry) => registry.rollback(model, options)),
  number.map(
    (to): Step =>
      (registry) =>
        registry.setAlias(model, 'challenger', to, options),
  ),
  fc.constant<Step>((registry) => registry.setAlias(model, 'challenger', null, options)),
  number.map(
    (which): Step =>
      (registry) =>
        registry.delete(model, which, options),
  ),
  fc.nat(2).map(
    (keep): Step =>
      (registry) =>
        registry.collectGarbage(model, { by: 'tester', keep, keepChampions: 1 }),
  ),
);

async function attempt(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isTitansError(error) || !refusals.includes(error.code)) throw error;
  }
}

function championsOf(moves: readonly AliasMove[]): readonly AliasMove[] {
  return moves.filter(({ alias }) => alias === 'champion');
}

test('whatever two writers do, history, aliases, versions and files belong together (property)', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(step, fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 20 }),
      async (steps) => {
        const store = memoryArtifactStore();
        const writers = [artifactRegistry(store), artifactRegistry(store)] as const;
        await writers[0].register(model, suites[0] as (typeof suites)[number], options);
        for (const [one, isSecond, isTogether] of steps) {
          const [first, second] = isSecond ? [writers[1], writers[0]] : writers;
          // Now and then both try the same at once.
          await Promise.all([attempt(one(first)), ...(isTogether ? [attempt(one(second))] : [])]);
        }
        const seen = artifactRegistry(store);
        const { items: versions } = await seen.versions(model);
        const { items: moves } = await seen.history(model);
        const { aliases } = await seen.model(model);
        expect(await writers[0].model(model)).toEqual(await seen.model(model));

        for (const alias of ['champion', 'challenger']) {
          const own = moves.filter((move) => move.alias === alias).toReversed();
          expect(own.map(({ from }) => from)).toEqual(
            [null, ...own.map(({ to }) => to)].slice(0, own.length),
          );
          expect(aliases[alias] ?? null).toBe(own.at(-1)?.to ?? null);
        }
        const promoted = championsOf(moves);
        if (aliases.champion !== undefined) expect(promoted[0]?.to).toBe(aliases.champion);

        const living = new Set(versions.map(({ id }) => id));
        expect(living.size).toBe(versions.length);
        for (const id of Object.values(aliases)) expect(living).toContain(id);
        for (const version of versions)
          expect((await seen.load(model, version.id)).tasks).toEqual(['category']);

        // Once garbage is collected there is no file but those of the versions that there are.
        await seen.collectGarbage(model, { by: 'tester', keep: 100, orphansOlderThanMs: 0 });
        const bytes = new Map<string, number>();
        for (const file of await store.list(`files/${model}/`))
          bytes.set(file, (await store.get(file)).length);
        const kept = (await seen.versions(model)).items;
        expect(kept.length).toBe(versions.length);
        // The model, the reference, and what names them.
        expect(bytes.size).toBe(3 * kept.length);
      },
    ),
    { numRuns: 100 },
  );
}, 60_000);
