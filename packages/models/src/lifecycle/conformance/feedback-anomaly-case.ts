import type { ConformanceCase } from '@titans/core/conformance';
import type { NewCorrection } from '../feedback/feedback-log.js';
import { correction, type FeedbackCheck, plain, scope } from './feedback-check.js';
import { requireCode, requireEqual } from './registry-check.js';

/** What a log does with a label that says whether a transaction is an anomaly. */
export function feedbackAnomalyCase(check: FeedbackCheck): ConformanceCase {
  return check(
    'a label of an anomaly is of its transaction, held where too many come or others disagree',
    async ({ open }) => {
      const log = open({ anomaliesPerDay: 2, payeesPerDay: 1, contradictingSources: 2 });
      const label = (transactionId: string | null, isAnomaly: boolean, by: string): NewCorrection => ({
        ...{ transaction: { description: 'Shop' }, transactionId, isAnomaly, by, accountId: 'main' },
      });
      const made = await log.append(scope, label('t-1', true, 'ana'));
      requireEqual(
        [made.category, made.isAnomaly, made.accountId, made.transactionId, made.state],
        [null, true, 'main', 't-1', 'applied'],
        'what it says',
      );
      requireEqual(plain(await log.get(scope, made.id)), plain(made), 'got');
      const [event] = await log.events(scope);
      requireEqual([event?.category ?? null, event?.isAnomaly ?? null], [null, true], 'its event');
      requireEqual(
        (await log.append(scope, correction('Shop', 'food', 'ana'))).state,
        'applied',
        'a category',
      );
      requireEqual((await log.append(scope, label('t-2', true, 'ana'))).state, 'applied', 'the second');
      requireEqual(
        (await log.append(scope, label('t-2', false, 'ana'))).state,
        'applied',
        'the second again',
      );
      const third = await log.append(scope, label('t-3', true, 'ana'));
      requireEqual([third.state, third.heldBecause], ['held', 'many-anomalies'], 'the third');
      await log.append(scope, label('t-1', true, 'ben'));
      const against = await log.append(scope, label('t-1', false, 'kim'));
      requireEqual([against.state, against.heldBecause], ['held', 'contradiction'], 'against two');
      requireEqual((await log.append(scope, label('t-9', false, 'kim'))).state, 'applied', 'of another');
      requireEqual((await log.append(scope, label(null, false, 'eve'))).state, 'applied', 'without an id');
      for (const wrong of [
        { ...label('t-1', true, 'ana'), category: 'food' },
        { transaction: { description: 'Shop' }, by: 'ana' },
        { transaction: {}, isAnomaly: true, by: 'ana' },
        { ...label('t-1', true, 'ana'), accountId: '' },
      ]) {
        await requireCode('INVALID_ARGUMENT', log.append(scope, wrong), 'what is neither or both');
      }
    },
  );
}
