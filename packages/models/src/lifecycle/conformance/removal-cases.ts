import type { ConformanceCase, Create } from '@titans/core/conformance';
import type { ModelRegistry } from '../registry/registry.js';
import {
  type FourSuites,
  type RegistrySubject,
  registryCheck,
  requireCode,
  requireEqual,
} from './registry-check.js';

const by = 'tester';
const reason = 'better';
const model = 'transactions';

/** Deletion and garbage collection. */
export function removalCases(
  create: Create<RegistrySubject>,
  suites: FourSuites,
): readonly ConformanceCase[] {
  const check = registryCheck(create);
  const registerAll = async (registry: ModelRegistry): Promise<void> => {
    for (const suite of suites) await registry.register(model, suite, { by });
  };
  const numbersOf = async (registry: ModelRegistry): Promise<readonly number[]> =>
    (await registry.versions(model)).items.map(({ number }) => number);

  return [
    check('a version with an alias cannot be deleted, another is gone for all', async (registry, subject) => {
      await registerAll(registry);
      await registry.setAlias(model, 'staging', 2, { by });
      await requireCode('CONFLICT', registry.delete(model, 2, { by, reason }), 'with an alias');
      const other = subject.open();
      requireEqual(await numbersOf(other), [4, 3, 2, 1], 'before');
      await registry.delete(model, 1, { by, reason });
      await requireCode('NOT_FOUND', registry.delete(model, 1, { by, reason }), 'twice');
      await requireCode('NOT_FOUND', other.load(model, 1), 'load');
      requireEqual(await numbersOf(other), [4, 3, 2], 'after');
      await registry.load(model, 2);
    }),

    check('what was deleted can be registered again, under a new number', async (registry, subject) => {
      await registerAll(registry);
      const { id } = await registry.resolve(model, 1);
      await registry.delete(model, 1, { by, reason });
      const again = await registry.register(model, suites[0], { by });
      requireEqual([again.id, again.number], [id, 5], 'same bytes, next number');
      requireEqual((await subject.open().load(model, id)).tasks, suites[0].tasks, 'loads');
    }),

    check('a rollback passes over champions that were deleted', async (registry) => {
      await registerAll(registry);
      for (const number of [1, 2, 3]) await registry.promote(model, number, { by, reason });
      await registry.delete(model, 2, { by, reason });
      requireEqual((await registry.rollback(model, { by, reason })).number, 1, 'champion');
      const [latest] = (await registry.history(model)).items;
      requireEqual(latest?.to ?? null, (await registry.resolve(model, 1)).id, 'history');
    }),

    check('garbage is neither aliased, nor new, nor a champion of late', async (registry, subject) => {
      await registerAll(registry);
      await registry.promote(model, 1, { by, reason });
      await registry.promote(model, 2, { by, reason });
      const garbage = { by, keep: 0, keepChampions: 1 };
      await registry.setAlias(model, 'challenger', 3, { by });
      const plan = await registry.collectGarbage(model, { ...garbage, dryRun: true });
      requireEqual(
        plan.versions.map(({ number }) => number),
        [1, 4],
        'what would go',
      );
      requireEqual(await numbersOf(registry), [4, 3, 2, 1], 'nothing went');
      requireEqual(
        (await registry.collectGarbage(model, { by, keep: 0 })).versions.length,
        1,
        'late champions',
      );
      requireEqual(await numbersOf(registry), [3, 2, 1], 'the one that never was anything');
      const report = await registry.collectGarbage(model, garbage);
      requireEqual(
        report.versions.map(({ number }) => number),
        [1],
        'what went',
      );
      requireEqual(report.files, suites[0].tasks.length + 2, 'its files');
      requireEqual(await numbersOf(subject.open()), [3, 2], 'what is left');
      for (const number of [2, 3]) await subject.open().load(model, number);
      await requireCode('NOT_FOUND', registry.rollback(model, { by, reason }), 'no champion before');
      requireEqual((await registry.history(model)).items.length, 3, 'history');
    }),

    check(
      'collecting while others register and promote loses nothing of theirs',
      async (registry, subject) => {
        await registry.register(model, suites[0], { by });
        await registry.promote(model, 1, { by, reason });
        const collected = Array.from({ length: 6 }, () =>
          subject.open().collectGarbage(model, { by: 'collector', keep: 0, keepChampions: 1 }),
        );
        const registered = suites.slice(1).map(async (suite) => {
          const own = subject.open();
          const { id } = await own.register(model, suite, { by });
          // It may have been collected before it was promoted, but not after.
          await own.promote(model, id, { by, reason }).catch(() => {});
        });
        await Promise.all([...collected, ...registered]);
        const champion = await subject.open().resolve(model, 'champion');
        requireEqual(
          (await subject.open().load(model, 'champion')).tasks,
          champion.tasks,
          'the champion loads',
        );
        for (const { number } of (await subject.open().versions(model)).items) {
          await subject.open().load(model, number);
        }
      },
    ),

    check('what is to be kept is a count', async (registry) => {
      await registerAll(registry);
      for (const wrong of [{ keep: -1 }, { keep: 0.5 }, { keepChampions: 0 }, { orphansOlderThanMs: -1 }]) {
        await requireCode(
          'INVALID_ARGUMENT',
          registry.collectGarbage(model, { by, ...wrong }),
          JSON.stringify(wrong),
        );
      }
      await requireCode('NOT_FOUND', registry.collectGarbage('absent', { by }), 'no such model');
    }),
  ];
}
