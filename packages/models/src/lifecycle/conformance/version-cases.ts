import type { ConformanceCase, Create } from '@titans/core/conformance';
import {
  type FourSuites,
  type RegistrySubject,
  registryCheck,
  requireCode,
  requireEqual,
} from './registry-check.js';

const by = 'tester';
const model = 'transactions';

/** Versions: registering, naming, listing, loading. */
export function versionCases(
  create: Create<RegistrySubject>,
  suites: FourSuites,
): readonly ConformanceCase[] {
  const check = registryCheck(create);
  const [first, second, third] = suites;

  return [
    check('an empty registry has no models', async (registry) => {
      const { items, next } = await registry.models();
      requireEqual([items.length, next], [0, null], 'models');
      await requireCode('NOT_FOUND', registry.resolve(model, 'champion'), 'resolve');
      await requireCode('NOT_FOUND', registry.load(model, 1), 'load');
      await requireCode('NOT_FOUND', registry.versions(model), 'versions');
      await requireCode('NOT_FOUND', registry.promote(model, 1, { by, reason: 'x' }), 'promote');
    }),

    check('a version says what it is', async (registry) => {
      const version = await registry.register(model, first, {
        by,
        description: 'the first',
        tags: { team: 'risk' },
      });
      requireEqual(version.number, 1, 'number');
      requireEqual(/^[0-9a-f]{64}$/.test(version.id), true, 'an id of 64 hexadecimal digits');
      requireEqual(version.tasks, first.tasks, 'tasks');
      requireEqual(version.createdBy, by, 'who');
      requireEqual(Math.abs(Date.parse(version.createdAt) - Date.now()) < 60_000, true, 'when');
      requireEqual([version.description, version.tags], ['the first', { team: 'risk' }], 'texts');
      requireEqual(version.dataFingerprint, first.report.dataFingerprint, 'data');
      requireEqual(
        version.metrics.map(({ metric, value }) => [metric, value]),
        first.report.rows().map(({ metric, value }) => [metric, Number.isFinite(value) ? value : null]),
        'metrics',
      );
      requireEqual([version.aliases, version.stage], [[], 'None'], 'aliases');
    }),

    check('the same bytes are the same version, others the next', async (registry, subject) => {
      const version = await registry.register(model, first, { by });
      const again = await subject.open().register(model, first, { by: 'other', description: 'again' });
      requireEqual(
        [again.id, again.number, again.createdBy, again.description],
        [version.id, 1, by, null],
        'the version there is',
      );
      const next = await registry.register(model, second, { by });
      requireEqual([next.number, next.id === version.id], [2, false], 'another');
      const elsewhere = await registry.register('other', first, { by });
      requireEqual([elsewhere.number, elsewhere.id], [1, version.id], 'another model');
    }),

    check('two that register at once get two numbers, or one version', async (registry, subject) => {
      const other = subject.open();
      const [a, b] = await Promise.all([
        registry.register(model, first, { by }),
        other.register(model, second, { by }),
      ]);
      requireEqual([a.number, b.number].sort(), [1, 2], 'two numbers');
      const [c, d] = await Promise.all([
        registry.register(model, third, { by }),
        other.register(model, third, { by }),
      ]);
      requireEqual([c.number, c.id], [d.number, d.id], 'one version');
      requireEqual((await registry.versions(model)).items.length, 3, 'versions');
      for (const number of [1, 2, 3]) await registry.load(model, number);
    }),

    check('what is loaded answers as what was registered', async (registry, subject) => {
      await registry.register(model, first, { by });
      const { id } = await registry.register(model, second, { by });
      const suite = await subject.open().load(model, id);
      const query = { description: 'Corner bakery 3', amount: -7 };
      requireEqual(suite.tasks, second.tasks, 'tasks');
      requireEqual(suite.category.version, second.category.version, 'version');
      requireEqual(
        suite.category
          .predict(query)
          .alternatives.map(({ category, probability }) => [category, probability]),
        second.category
          .predict(query)
          .alternatives.map(({ category, probability }) => [category, probability]),
        'answer',
      );
    }),

    check('a version is found by number, id, start of the id, age and stage', async (registry) => {
      const a = await registry.register(model, first, { by });
      const b = await registry.register(model, second, { by });
      const cases: readonly (readonly [string | number, number])[] = [
        [1, 1],
        ['2', 2],
        ['v1', 1],
        [a.id, 1],
        [`sha256:${b.id.slice(0, 12)}`, 2],
        [`sha256:${b.id}`, 2],
        ['latest', 2],
        ['None', 2],
      ];
      for (const [reference, number] of cases) {
        requireEqual((await registry.resolve(model, reference)).number, number, String(reference));
      }
      for (const reference of [0, 3, 1.5, '99', 'champion', '@staging', 'Production', 'f'.repeat(64)]) {
        await requireCode('NOT_FOUND', registry.resolve(model, reference), String(reference));
      }
      for (const reference of ['', '@', 'A b', '../1', '@latest', `sha256:${a.id.slice(0, 4)}`]) {
        await requireCode('INVALID_ARGUMENT', registry.resolve(model, reference), JSON.stringify(reference));
      }
    }),

    check('names that could mean a place elsewhere are refused', async (registry) => {
      for (const name of ['', '.', '..', 'a/b', '../a', '.a', 'a b', 'ü', `${'a'.repeat(81)}`, 'a\n']) {
        const what = JSON.stringify(name);
        await requireCode('INVALID_ARGUMENT', registry.register(name, first, { by }), `register ${what}`);
        await requireCode('INVALID_ARGUMENT', registry.load(name, 1), `load ${what}`);
      }
      requireEqual((await registry.models()).items.length, 0, 'models');
    }),

    check('models and versions come in pages', async (registry) => {
      for (const name of ['b', 'a', 'c']) await registry.register(name, first, { by });
      await registry.register('a', second, { by });
      await registry.register('a', third, { by });
      const models = await registry.models({ limit: 2 });
      requireEqual(
        models.items.map(({ name, versions, latest }) => [name, versions, latest]),
        [
          ['a', 3, 3],
          ['b', 1, 1],
        ],
        'first models',
      );
      const rest = await registry.models({ limit: 2, ...(models.next !== null && { cursor: models.next }) });
      requireEqual([rest.items.map(({ name }) => name), rest.next], [['c'], null], 'last models');
      const versions = await registry.versions('a', { limit: 2 });
      requireEqual(
        versions.items.map(({ number }) => number),
        [3, 2],
        'newest versions',
      );
      const older = await registry.versions('a', { limit: 2, cursor: versions.next ?? 0 });
      requireEqual([older.items.map(({ number }) => number), older.next], [[1], null], 'oldest versions');
      await requireCode('INVALID_ARGUMENT', registry.versions('a', { limit: 0 }), 'a limit of 0');
    }),

    check('tags and the description change, for all who look', async (registry, subject) => {
      await registry.register(model, first, { by, tags: { a: '1', b: '2' } });
      const changed = await registry.setTags(model, 1, { a: null, c: '3' }, { by });
      requireEqual(changed.tags, { b: '2', c: '3' }, 'tags');
      await registry.describe(model, 1, 'good', { by });
      const seen = await subject.open().resolve(model, 1);
      requireEqual([seen.tags, seen.description], [{ b: '2', c: '3' }, 'good'], 'seen by another');
      requireEqual((await registry.describe(model, 1, null, { by })).description, null, 'no description');
      await requireCode('NOT_FOUND', registry.setTags(model, 2, { a: '1' }, { by }), 'tags of no version');
      await requireCode('INVALID_ARGUMENT', registry.setTags(model, 1, { '': 'x' }, { by }), 'no name');
      await requireCode(
        'INVALID_ARGUMENT',
        registry.setTags(model, 1, { a: 'x'.repeat(501) }, { by }),
        'long',
      );
      for (const text of ['\0', '\ud83d', 'x\udc00']) {
        const shown = JSON.stringify(text);
        await requireCode('INVALID_ARGUMENT', registry.setTags(model, 1, { a: text }, { by }), shown);
        await requireCode('INVALID_ARGUMENT', registry.describe(model, 1, text, { by }), shown);
        await requireCode('INVALID_ARGUMENT', registry.register(model, second, { by: text }), shown);
        await requireCode('INVALID_ARGUMENT', registry.promote(model, 1, { by, reason: text }), shown);
      }
      const pairs = '\u{1f600}'.repeat(250);
      requireEqual(
        (await registry.promote(model, 1, { by, reason: pairs })).aliases,
        ['champion'],
        'whole pairs',
      );
    }),

    check('cancelled work does nothing', async (registry) => {
      const signal = AbortSignal.abort();
      await requireCode('ABORTED', registry.register(model, first, { by, signal }), 'register');
      await registry.register(model, first, { by });
      await requireCode('ABORTED', registry.promote(model, 1, { by, reason: 'x', signal }), 'promote');
      await requireCode('ABORTED', registry.load(model, 1, { signal }), 'load');
      requireEqual((await registry.history(model)).items.length, 0, 'history');
      requireEqual((await registry.versions(model)).items.length, 1, 'versions');
    }),
  ];
}
