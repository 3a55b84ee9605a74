import type { ConformanceCase, Create } from '@titans/core/conformance';
import type { ModelRegistry } from '../registry/registry.js';
import {
  codeOf,
  type FourSuites,
  type RegistrySubject,
  registryCheck,
  requireCode,
  requireEqual,
} from './registry-check.js';

const by = 'tester';
const reason = 'better';
const model = 'transactions';

/** Aliases: promotion, rollback, compare-and-set, history, stages. */
export function aliasCases(create: Create<RegistrySubject>, suites: FourSuites): readonly ConformanceCase[] {
  const check = registryCheck(create);
  const registerAll = async (registry: ModelRegistry): Promise<void> => {
    for (const suite of suites) await registry.register(model, suite, { by });
  };
  const championOf = async (registry: ModelRegistry): Promise<number> =>
    (await registry.resolve(model, '@champion')).number;

  return [
    check('promotions and rollbacks go back as far as there were champions', async (registry) => {
      await registerAll(registry);
      await requireCode('NOT_FOUND', registry.rollback(model, { by, reason }), 'no champion at all');
      for (const number of [1, 2, 3]) await registry.promote(model, number, { by, reason });
      requireEqual((await registry.rollback(model, { by, reason })).number, 2, 'the one before');
      requireEqual((await registry.rollback(model, { by, reason })).number, 1, 'the one before that');
      await requireCode('NOT_FOUND', registry.rollback(model, { by, reason }), 'none before');
      await registry.promote(model, 4, { by, reason });
      requireEqual((await registry.rollback(model, { by, reason })).number, 1, 'after another promotion');
    }),

    check('the history says who, when, why, from and to', async (registry, subject) => {
      await registerAll(registry);
      const promoted = await registry.promote(model, 1, { by: 'ana', reason: 'first' });
      requireEqual(
        [promoted.number, promoted.aliases, promoted.stage],
        [1, ['champion'], 'Production'],
        'promoted',
      );
      await registry.promote(model, 1, { by, reason: 'again' });
      await registry.promote(model, 2, { by: 'ben', reason: 'lower error' });
      await registry.setAlias(model, 'challenger', 3, { by });
      await registry.rollback(model, { by: 'eve', reason: 'alarm' });
      const { items, next } = await subject.open().history(model);
      const [one, two] = await Promise.all([registry.resolve(model, 1), registry.resolve(model, 2)]);
      requireEqual(
        items.map((move) => [move.action, move.alias, move.by, move.reason, move.from, move.to]),
        [
          ['rollback', 'champion', 'eve', 'alarm', two.id, one.id],
          ['set', 'challenger', by, null, null, (await registry.resolve(model, 3)).id],
          ['promote', 'champion', 'ben', 'lower error', one.id, two.id],
          ['promote', 'champion', 'ana', 'first', null, one.id],
        ],
        'moves, newest first, none for what changed nothing',
      );
      requireEqual(next, null, 'no more');
      requireEqual(
        items.every(({ at }) => Math.abs(Date.parse(at) - Date.now()) < 60_000),
        true,
        'when',
      );
      requireEqual(items[2]?.metrics.length ?? 0, two.metrics.length, 'metrics of the version');
      const page = await registry.history(model, { alias: 'champion', limit: 2 });
      requireEqual(
        page.items.map(({ by: who }) => who),
        ['eve', 'ben'],
        'of one alias',
      );
      const rest = await registry.history(model, { alias: 'champion', cursor: page.next ?? 0 });
      requireEqual(
        rest.items.map(({ by: who }) => who),
        ['ana'],
        'the rest',
      );
    }),

    check('an alias moves only from where it was expected', async (registry) => {
      await registerAll(registry);
      await registry.promote(model, 1, { by, reason, expected: null });
      await requireCode('CONFLICT', registry.promote(model, 2, { by, reason, expected: null }), 'not none');
      await registry.promote(model, 2, { by, reason, expected: 1 });
      await requireCode(
        'CONFLICT',
        registry.promote(model, 3, { by, reason, expected: 1 }),
        'moved meanwhile',
      );
      await requireCode('CONFLICT', registry.promote(model, 2, { by, reason, expected: 1 }), 'there already');
      await requireCode('CONFLICT', registry.rollback(model, { by, reason, expected: 'v1' }), 'rollback');
      await requireCode('CONFLICT', registry.setAlias(model, 'staging', 3, { by, expected: 1 }), 'not set');
      await registry.setAlias(model, 'staging', 3, { by, expected: null });
      await registry.setAlias(model, 'staging', null, { by, expected: 3 });
      requireEqual(await championOf(registry), 2, 'champion');
      requireEqual((await registry.history(model)).items.length, 4, 'moves');
    }),

    check('an alias that went there and back is known to have been moved', async (registry) => {
      await registerAll(registry);
      await registry.promote(model, 1, { by, reason, unmovedSince: 0 });
      const [first] = (await registry.history(model)).items;
      const unmovedSince = first?.sequence ?? 0;
      await registry.setAlias(model, 'staging', 3, { by });
      await registry.promote(model, 2, { by, reason, unmovedSince });
      await registry.rollback(model, { by, reason });
      const late = { by, reason, expected: 1, unmovedSince };
      await requireCode('CONFLICT', registry.promote(model, 2, late), 'there and back');
      await requireCode('CONFLICT', registry.rollback(model, { by, reason, unmovedSince }), 'rollback');
      await requireCode(
        'INVALID_ARGUMENT',
        registry.promote(model, 2, { by, reason, unmovedSince: -1 }),
        'no place',
      );
      const [last] = (await registry.history(model, { alias: 'champion' })).items;
      await registry.promote(model, 2, { by, reason, expected: 1, unmovedSince: last?.sequence ?? 0 });
      requireEqual(await championOf(registry), 2, 'moved from what was seen last');
    }),

    check('of many promotions from one expected version exactly one happens', async (registry, subject) => {
      await registerAll(registry);
      await registry.promote(model, 1, { by, reason });
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, (_, at) =>
          codeOf(subject.open().promote(model, 2 + (at % 3), { by: `writer ${at}`, reason, expected: 1 })),
        ),
      );
      requireEqual(outcomes.filter((code) => code === 'success').length, 1, 'successes');
      requireEqual(outcomes.filter((code) => code === 'CONFLICT').length, 7, 'conflicts');
      requireEqual((await registry.history(model)).items.length, 2, 'moves');
    }),

    check('changes of many writers at once are all kept', async (registry, subject) => {
      await registerAll(registry);
      const writers = Array.from({ length: 6 }, (_, at) => `writer-${at}`);
      await Promise.all(
        writers.flatMap((alias, at) => [
          subject.open().setAlias(model, alias, 1 + (at % 4), { by }),
          subject.open().setTags(model, 1 + (at % 4), { [alias]: 'here' }, { by }),
        ]),
      );
      const [seen] = (await registry.models()).items;
      requireEqual((await registry.model(model)).aliases, seen?.aliases ?? {}, 'of one model');
      requireEqual(
        seen?.aliases['writer-1'] ?? '',
        (await registry.resolve(model, 2)).id,
        'version of an alias',
      );
      requireEqual(Object.keys(seen?.aliases ?? {}), writers, 'aliases');
      const tags = (await registry.versions(model)).items.flatMap((version) => Object.keys(version.tags));
      requireEqual(tags.sort(), writers, 'tags');
    }),

    check('stages follow from the aliases', async (registry) => {
      await registerAll(registry);
      await registry.promote(model, 1, { by, reason });
      await registry.setAlias(model, 'challenger', 3, { by });
      await registry.promote(model, 2, { by, reason });
      const stages = (await registry.versions(model)).items.map(({ stage }) => stage);
      requireEqual(stages, ['None', 'Staging', 'Production', 'Archived'], 'stages, newest first');
      for (const [stage, number] of [
        ['Production', 2],
        ['Staging', 3],
        ['Archived', 1],
        ['None', 4],
      ] as const) {
        requireEqual((await registry.resolve(model, stage)).number, number, stage);
      }
      await registry.setAlias(model, 'staging', 4, { by });
      requireEqual((await registry.resolve(model, 'Staging')).number, 4, 'staging before challenger');
      await requireCode('NOT_FOUND', registry.resolve(model, 'None'), 'no version without a stage');
    }),

    check('a protected alias needs a reason, and aliases need names of their own', async (registry) => {
      await registerAll(registry);
      await requireCode('INVALID_ARGUMENT', registry.setAlias(model, 'champion', 1, { by }), 'no reason');
      await registry.setAlias(model, 'champion', 1, { by, reason });
      await requireCode('INVALID_ARGUMENT', registry.setAlias(model, 'champion', null, { by }), 'removed');
      await requireCode(
        'INVALID_ARGUMENT',
        registry.promote(model, 2, { by, reason: ' ' }),
        'an empty reason',
      );
      await requireCode('INVALID_ARGUMENT', registry.promote(model, 2, { by: '', reason }), 'nobody');
      for (const alias of ['', 'latest', 'v2', '3', 'production', 'Champion', 'a b', '-a', 'x'.repeat(51)]) {
        await requireCode(
          'INVALID_ARGUMENT',
          registry.setAlias(model, alias, 1, { by }),
          JSON.stringify(alias),
        );
      }
      requireEqual(await championOf(registry), 1, 'champion');
    }),
  ];
}
