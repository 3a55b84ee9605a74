import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { smallSuites } from '../testing/small-suites.js';
import type { NewCorrection } from './feedback-log.js';
import { followCorrections } from './follow-corrections.js';
import { memoryFeedbackLog } from './memory-feedback-log.js';

const [suite, next] = await smallSuites(2);
if (!suite || !next) throw new Error('There must be two suites.');
const scope = 'tenant-1';
const bakery = { description: 'Corner bakery 3', amount: -7 };
const cinema = { description: 'Moonlight cinema' };

function correction(transaction: NewCorrection['transaction'], category: string): NewCorrection {
  return { transaction: { description: transaction.description as string }, category, by: 'ana' };
}

test('corrections apply when they are read, and not to the suite itself', async () => {
  const log = memoryFeedbackLog();
  const served = await followCorrections(suite, log, { scope });
  expect(served.suite.category.predict(bakery).category).toBe('food');
  const { id } = await log.append(scope, correction(bakery, 'treats'));
  expect(served.suite.category.predict(bakery).category).toBe('food');
  expect(await served.refresh()).toBe(true);
  expect(await served.refresh()).toBe(false);
  expect(served.suite.category.predict(bakery).category).toBe('treats');
  expect(served.suite.predict(bakery).category?.category).toBe('treats');
  expect(served.suite.category.categories).toContain('treats');
  expect([served.position, served.corrections]).toEqual([1, 1]);
  expect(suite.category.predict(bakery).category).toBe('food');
  await log.undo(scope, id, { by: 'ana' });
  await served.refresh();
  expect(served.suite.category.predict(bakery)).toEqual(suite.category.predict(bakery));
  expect([served.position, served.corrections]).toEqual([2, 0]);
});

test('another model, or another server, answers by the same corrections', async () => {
  const log = memoryFeedbackLog();
  await log.append(scope, correction(cinema, 'culture'));
  await log.append('tenant-2', correction(bakery, 'theirs'));
  for (const model of [suite, next]) {
    const served = await followCorrections(model, log, { scope });
    expect(served.suite.category.predict(cinema).category).toBe('culture');
    expect(served.suite.category.predict(bakery).category).toBe('food');
    expect(served.suite.category.version).toBe(model.category.version);
  }
});

test('what the model was trained with is not applied once more', async () => {
  const log = memoryFeedbackLog();
  await log.append(scope, correction(bakery, 'treats'));
  const trained = await log.append(scope, correction(cinema, 'culture'));
  const later = await log.append(scope, correction({ description: 'Book shop 1' }, 'study'));
  const served = await followCorrections(suite, log, { scope, after: trained.sequence });
  expect(served.suite.category.predict(bakery).category).toBe('food');
  expect(served.suite.category.predict({ description: 'Book shop 1' }).category).toBe('study');
  expect([served.position, served.corrections]).toEqual([later.sequence, 1]);
});

test('a log that began anew after the training is read from its start', async () => {
  const log = memoryFeedbackLog();
  const served = await followCorrections(suite, log, { scope, after: 500 });
  await log.append(scope, correction(bakery, 'treats'));
  await served.refresh();
  expect(served.suite.category.predict(bakery).category).toBe('treats');
  expect([served.position, served.corrections]).toEqual([1, 1]);
});

test('what is held waits for its release', async () => {
  const log = memoryFeedbackLog({ payeesPerDay: 1 });
  const served = await followCorrections(suite, log, { scope });
  await log.append(scope, correction(cinema, 'culture'));
  const held = await log.append(scope, correction(bakery, 'treats'));
  expect(held.state).toBe('held');
  await served.refresh();
  expect(served.suite.category.predict(bakery).category).toBe('food');
  await log.release(scope, held.id, { by: 'admin' });
  await served.refresh();
  expect(served.suite.category.predict(bakery).category).toBe('treats');
});

test('a log that fails leaves the answers as they are, and is read on later', async () => {
  const log = memoryFeedbackLog();
  let isDown = false;
  const failing = {
    ...log,
    events: (...given: Parameters<typeof log.events>) =>
      isDown ? Promise.reject(new Error('down')) : log.events(...given),
  };
  const served = await followCorrections(suite, failing, { scope });
  await log.append(scope, correction(bakery, 'treats'));
  isDown = true;
  await expect(served.refresh()).rejects.toThrow('down');
  expect(served.suite.category.predict(bakery).category).toBe('food');
  isDown = false;
  await served.refresh();
  expect(served.suite.category.predict(bakery).category).toBe('treats');
});

test('a correction that the model objects to keeps no other away', async () => {
  const log = memoryFeedbackLog();
  const odd = {
    ...log,
    events: async (...given: Parameters<typeof log.events>) =>
      (await log.events(...given)).map((event) =>
        event.sequence === 1 ? { ...event, transaction: {} } : event,
      ),
  };
  await log.append(scope, correction(cinema, 'culture'));
  await log.append(scope, correction(bakery, 'treats'));
  const served = await followCorrections(suite, odd, { scope });
  expect([served.position, served.corrections, served.refused]).toEqual([2, 1, 1]);
  expect(served.suite.category.predict(bakery).category).toBe('treats');
});

test('a server that read step by step answers as one that starts now (property)', async () => {
  const payees = ['Corner bakery 3', 'Shell station 1', 'Moonlight cinema', 'City trams 2'];
  const step = fc.record({
    payee: fc.nat(payees.length - 1),
    category: fc.constantFrom('food', 'fuel', 'fun'),
    undo: fc.boolean(),
    read: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const log = memoryFeedbackLog();
      const following = await followCorrections(suite, log, { scope });
      for (const { payee, category, undo, read } of steps) {
        const description = payees[payee] as string;
        const { id } = await log.append(scope, correction({ description }, category));
        if (read) await following.refresh();
        if (undo) await log.undo(scope, id, { by: 'ana' });
      }
      await following.refresh();
      const started = await followCorrections(suite, log, { scope });
      for (const description of payees) {
        const [a, b] = [following, started].map(
          (one) => one.suite.category.predict({ description }).category,
        );
        expect(a).toBe(b);
      }
    }),
    { numRuns: 20 },
  );
});
