import type { ConformanceCase, Create } from '@titans/core/conformance';
import type { FeedbackEvent, NewCorrection, RecordedCorrection } from '../feedback/feedback-log.js';
import { feedbackAnomalyCase } from './feedback-anomaly-case.js';
import { feedbackCategoryCases } from './feedback-category-cases.js';
import { correction, type FeedbackCheck, type FeedbackSubject, plain, scope } from './feedback-check.js';
import { requireCode, requireEqual } from './registry-check.js';

/**
 * What every `FeedbackLog` must do.
 *
 * @param create Makes an empty log.
 */
export function feedbackLogConformance(create: Create<FeedbackSubject>): readonly ConformanceCase[] {
  const check: FeedbackCheck = (name, run) => ({
    name,
    async run() {
      const subject = await create();
      try {
        await run(subject);
      } finally {
        await subject.close?.();
      }
    },
  });

  return [
    check('a correction comes back as it was made', async ({ open }) => {
      const log = open({ now: () => Date.UTC(2024, 4, 6, 12) });
      const transaction = { description: 'CORNER SHOP 12', merchantName: 'Corner', date: '2024-05-06' };
      const made = await log.append(scope, {
        transaction,
        category: 'groceries',
        previousCategory: 'food',
        transactionId: 't-1',
        by: 'ana',
      });
      requireEqual(
        [made.sequence, made.state, made.heldBecause, made.at],
        [1, 'applied', null, '2024-05-06T12:00:00.000Z'],
        'what it became',
      );
      requireEqual(
        [made.transaction, made.category, made.previousCategory, made.transactionId, made.by],
        [transaction, 'groceries', 'food', 't-1', 'ana'],
        'what it says',
      );
      requireEqual(plain(await log.get(scope, made.id)), plain(made), 'got');
      requireEqual((await log.list(scope)).map(plain), [plain(made)], 'listed');
      const least = await log.append(scope, correction('Tram', 'transport', 'ana'));
      requireEqual(
        [least.previousCategory, least.transactionId, least.transaction],
        [null, null, { description: 'Tram' }],
        'the least',
      );
      requireEqual(
        (await log.events(scope)).map(({ at }) => at),
        ['2024-05-06T12:00:00.000Z', '2024-05-06T12:00:00.000Z'],
        'when',
      );
    }),

    check('nothing of one scope is seen from another', async ({ open }) => {
      const log = open();
      const { id } = await log.append(scope, correction('Shop', 'food', 'ana'));
      requireEqual(
        [(await log.list('tenant-2')).length, (await log.events('tenant-2')).length],
        [0, 0],
        'lists',
      );
      await requireCode('NOT_FOUND', log.get('tenant-2', id), 'get');
      await requireCode('NOT_FOUND', log.undo('tenant-2', id, { by: 'eve' }), 'undo');
      await requireCode('NOT_FOUND', log.release('tenant-2', id, { by: 'eve' }), 'release');
      requireEqual(
        (await log.append('tenant-2', correction('Shop', 'food', 'ana'))).sequence,
        1,
        'own order',
      );
      requireEqual((await log.get(scope, id)).state, 'applied', 'untouched');
    }),

    check('a correction is taken back once, and both are told in order', async ({ open }) => {
      const log = open();
      const first = await log.append(scope, correction('Shop', 'food', 'ana'));
      await log.append(scope, correction('Tram', 'transport', 'ana'));
      requireEqual((await log.undo(scope, first.id, { by: 'ben' })).state, 'undone', 'undone');
      requireEqual((await log.undo(scope, first.id, { by: 'ben' })).state, 'undone', 'again');
      await log.append(scope, correction('Tram', 'travel', 'ana'));
      requireEqual(
        (await open().events(scope)).map(sayOf),
        [
          '1 corrected Shop food ana',
          '2 corrected Tram transport ana',
          '3 undone Shop food ben',
          '4 corrected Tram travel ana',
        ],
        'events',
      );
      requireEqual(
        (await log.events(scope, { after: 2, limit: 1 })).map(sayOf),
        ['3 undone Shop food ben'],
        'a page',
      );
      requireEqual(
        (await log.list(scope, { after: 1 })).map(({ sequence }) => sequence),
        [2, 4],
        'corrections',
      );
      requireEqual(
        (await log.list(scope, { state: 'undone' })).map(({ id }) => id),
        [first.id],
        'of a state',
      );
      requireEqual(
        (await log.list(scope, { limit: 2 })).map(({ sequence }) => sequence),
        [1, 2],
        'a page',
      );
      await requireCode('CONFLICT', log.release(scope, first.id, { by: 'ben' }), 'release of an undone one');
    }),

    check('what many append at once has one order without a gap', async ({ open }) => {
      const made = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          open().append(scope, correction(`Payee ${'abcdefghijklmnopqrst'[at]}`, 'food', `source ${at % 4}`)),
        ),
      );
      const expected = Array.from({ length: 20 }, (_, at) => at + 1);
      requireEqual(
        made.map(({ sequence }) => sequence).sort((a, b) => a - b),
        expected,
        'sequences',
      );
      const events = await open().events(scope);
      requireEqual(
        events.map(({ sequence }) => sequence),
        expected,
        'events',
      );
      const ids = new Map(made.map(({ sequence, id }) => [sequence, id]));
      requireEqual(
        events.every(({ sequence, correctionId }) => ids.get(sequence) === correctionId),
        true,
        'ids',
      );
    }),

    check('a source moves so many payees a day, also when it hurries', async ({ open }) => {
      const day = 86_400_000;
      let now = Date.UTC(2024, 0, 1);
      const options = { payeesPerDay: 3, now: () => now };
      const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
      const made = await Promise.all(
        letters.map((letter) => open(options).append(scope, correction(`Payee ${letter}`, 'food', 'bot'))),
      );
      const applied = made.filter(({ state }) => state === 'applied');
      requireEqual(applied.length, 3, 'applied');
      requireEqual(made.filter(({ heldBecause }) => heldBecause === 'many-payees').length, 5, 'held');
      const log = open(options);
      const known = applied[0] as RecordedCorrection;
      const again = { transaction: known.transaction, category: 'travel', by: 'bot' };
      requireEqual((await log.append(scope, again)).state, 'applied', 'a payee that it moved already');
      requireEqual(
        (await log.append(scope, correction('Payee x', 'food', 'ana'))).state,
        'applied',
        'another source',
      );
      await log.undo(scope, (applied[1] as RecordedCorrection).id, { by: 'bot' });
      requireEqual(
        (await log.append(scope, correction('Payee y', 'food', 'bot'))).state,
        'applied',
        'after one was undone',
      );
      requireEqual(
        (await log.append(scope, correction('Payee z', 'food', 'bot'))).state,
        'held',
        'no further one',
      );
      now += day;
      requireEqual(
        (await log.append(scope, correction('Payee z', 'food', 'bot'))).state,
        'applied',
        'the next day',
      );
    }),

    check('what contradicts several others is held until it is released', async ({ open }) => {
      const log = open({ contradictingSources: 2 });
      requireEqual(
        (await log.append(scope, correction('Shop 1', 'food', 'ana'))).state,
        'applied',
        'the first',
      );
      requireEqual(
        (await log.append(scope, correction('SHOP 2', 'fuel', 'eve'))).state,
        'applied',
        'one against one',
      );
      requireEqual(
        (await log.append(scope, correction('Shop', 'food', 'ben'))).state,
        'applied',
        'two against one',
      );
      const held = await log.append(scope, correction('Shop 3', 'fuel', 'eve'));
      requireEqual([held.state, held.heldBecause], ['held', 'contradiction'], 'one against two');
      requireEqual(
        (await log.append(scope, correction('Shop', 'travel', 'ana'))).state,
        'applied',
        'another mind, against one',
      );
      requireEqual(
        (await log.append(scope, correction('Shop', 'food', 'zoe'))).state,
        'applied',
        'one with one',
      );
      const released = await log.release(scope, held.id, { by: 'admin' });
      requireEqual([released.state, released.heldBecause], ['applied', 'contradiction'], 'released');
      await log.release(scope, held.id, { by: 'admin' });
      requireEqual(
        (await open().events(scope, { after: 3 })).map(sayOf),
        [
          '4 held Shop 3 fuel eve',
          '5 corrected Shop travel ana',
          '6 corrected Shop food zoe',
          '7 released Shop 3 fuel admin',
        ],
        'events',
      );
      requireEqual((await log.get(scope, held.id)).state, 'applied', 'for all who look');
      const refused = await log.append(scope, correction('Shop', 'games', 'kim'));
      requireEqual(refused.state, 'held', 'another against two');
      requireEqual(
        (await log.undo(scope, refused.id, { by: 'admin' })).state,
        'undone',
        'a held one is refused',
      );
    }),

    check('wrong values are refused and leave nothing', async ({ open }) => {
      const log = open();
      const good = correction('Shop', 'food', 'ana');
      const wrong: readonly (readonly [string, NewCorrection])[] = [
        ['no category', { ...good, category: ' ' }],
        ['a long category', { ...good, category: 'x'.repeat(101) }],
        ['nobody', { ...good, by: '' }],
        ['no payee', { ...good, transaction: { date: '2024-01-01' } }],
        ['a payee of spaces', { ...good, transaction: { description: '   ' } }],
        ['a long description', { ...good, transaction: { description: 'x'.repeat(501) } }],
        ['a NUL character', { ...good, category: 'fo\0od' }],
      ];
      for (const [what, one] of wrong) await requireCode('INVALID_ARGUMENT', log.append(scope, one), what);
      await requireCode(
        'DATE_INVALID',
        log.append(scope, { ...good, transaction: { description: 'Shop', date: '2024-02-30' } }),
        'a wrong date',
      );
      await requireCode('INVALID_ARGUMENT', log.append('', good), 'no scope');
      await requireCode('INVALID_ARGUMENT', log.list(scope, { limit: 0 }), 'a limit of 0');
      await requireCode('INVALID_ARGUMENT', log.events(scope, { after: -1 }), 'before the first');
      await requireCode('NOT_FOUND', log.undo(scope, 'absent', { by: 'ana' }), 'an unknown id');
      await requireCode('NOT_FOUND', log.get(scope, 'a\0b'), 'an id with a NUL character');
      const signal = AbortSignal.abort();
      await requireCode('ABORTED', log.append(scope, good, { signal }), 'cancelled');
      await requireCode('ABORTED', log.events(scope, { signal }), 'cancelled reading');
      requireEqual((await log.events(scope)).length, 0, 'events');
      requireEqual((await log.append(scope, good)).sequence, 1, 'the first place');
    }),

    feedbackAnomalyCase(check),
    ...feedbackCategoryCases(check),

    check('odd texts come back as they were', async ({ open }) => {
      const log = open();
      for (const text of ['__proto__', "O'Hara; DROP TABLE x", '北京 😀', 'tab\there', '100%_\\', 'a"b']) {
        const made = await log.append(scope, correction(text, text, text));
        const kept = await log.get(scope, made.id);
        // White space within the name of a category is a space.
        const name = text.replace('\t', ' ');
        requireEqual([kept.transaction.description ?? '', kept.category, kept.by], [text, name, text], text);
      }
    }),
  ];
}

function sayOf({ sequence, type, transaction, category, by }: FeedbackEvent): string {
  return `${sequence} ${type} ${transaction.description} ${category} ${by}`;
}
