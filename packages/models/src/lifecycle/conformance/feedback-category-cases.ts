import type { ConformanceCase } from '@titans/core/conformance';
import { correction, type FeedbackCheck, scope } from './feedback-check.js';
import { requireCode, requireEqual } from './registry-check.js';

const dayMs = 86_400_000;

/** What a log does where a correction names a category that there was not yet. */
export function feedbackCategoryCases(check: FeedbackCheck): readonly ConformanceCase[] {
  return [
    check('a source names so many new categories a day, of whatever payee', async ({ open }) => {
      let now = Date.UTC(2024, 0, 1);
      const log = open({ newCategoriesPerDay: 2, now: () => now });
      const knownCategories = ['food', 'car'];
      const name = async (category: string, by: string): Promise<string> => {
        const made = await log.append(scope, correction('Corner shop', category, by), { knownCategories });
        return made.heldBecause ?? made.state;
      };
      const said = [
        await name('food', 'eve'), // the model's
        await name('one', 'eve'),
        await name('two', 'eve'),
        await name('three', 'eve'), // the third new one
        await name(' car ', 'eve'), // white space makes no other category
        await name('one', 'eve'), // her own, again
        await name('four', 'ana'),
        await name('four', 'eve'), // not new any more
        await name('three', 'ana'), // what is held is not known
      ];
      requireEqual(
        said,
        [
          'applied',
          'applied',
          'applied',
          'many-categories',
          'applied',
          'applied',
          'applied',
          'applied',
          'applied',
        ],
        'what became of each',
      );
      now += dayMs;
      requireEqual(await name('five', 'eve'), 'applied', 'the next day');
    }),

    check('white space makes no other category, nor another opinion', async ({ open }) => {
      const log = open({ contradictingSources: 1 });
      const first = await log.append(scope, correction('Corner shop', 'eating out', 'ana'));
      const again = await log.append(scope, correction('Corner shop', ' eating\u00a0\n out ', 'ben'));
      requireEqual([again.state, again.category], ['applied', first.category], 'said otherwise');
      requireEqual((await log.get(scope, again.id)).category, 'eating out', 'as it is kept');
      requireEqual(
        (await log.events(scope)).map(({ category }) => category),
        ['eating out', 'eating out'],
        'as it is told',
      );
    }),

    check('a scope has so many categories, whoever names them', async ({ open }) => {
      const log = open({ categories: 4, newCategoriesPerDay: 1 });
      const options = { knownCategories: ['food', 'car'] };
      const first = await log.append(scope, correction('Corner shop', 'one', 'ana'), options);
      const held = await log.append(scope, correction('Corner shop', 'other', 'ana'), options);
      requireEqual([first.state, held.state], ['applied', 'held'], 'one and one more of one source');
      await log.append(scope, correction('Corner shop', 'two', 'ben'), options);
      await requireCode(
        'LIMIT_EXCEEDED',
        log.append(scope, correction('Corner shop', 'three', 'kim'), options),
        'a fifth',
      );
      await requireCode(
        'LIMIT_EXCEEDED',
        log.release(scope, held.id, { by: 'admin', ...options }),
        'by release',
      );
      requireEqual((await log.get(scope, held.id)).state, 'held', 'still held');
      requireEqual(
        (await log.append(scope, correction('Corner shop', 'two', 'kim'), options)).state,
        'applied',
        'a known one',
      );
      requireEqual(
        (await log.append('tenant-2', correction('Corner shop', 'three', 'kim'), options)).state,
        'applied',
        'of another scope',
      );
      await log.undo(scope, first.id, { by: 'ana' });
      requireEqual(
        (await log.release(scope, held.id, { by: 'admin', ...options })).state,
        'applied',
        'once one is gone',
      );
      await requireCode(
        'LIMIT_EXCEEDED',
        log.append(scope, correction('Corner shop', 'one', 'kim'), options),
        'the one that is gone',
      );
      requireEqual(
        (await log.events(scope)).map(({ sequence }) => sequence),
        [1, 2, 3, 4, 5, 6],
        'refused ones leave no gap',
      );
    }),

    check('who hurries names no more of them', async ({ open }) => {
      const names = Array.from({ length: 12 }, (_, at) => `name ${at}`);
      const made = await Promise.allSettled(
        names.map((name, at) =>
          open({ categories: 5 }).append(scope, correction('Corner shop', name, `source ${at}`)),
        ),
      );
      requireEqual(made.filter(({ status }) => status === 'fulfilled').length, 5, 'recorded');
    }),
  ];
}
