import { memoryKeyValueStore } from '@titans/core';
import { expect, test } from 'vitest';
import { memoryRegistry } from '../../registry/stores.js';
import { retrainingSettings } from '../retraining-settings.js';
import { emptyState } from '../stored-state.js';
import { all, model } from '../testing/bench.js';
import { takeTurn } from '../turn.js';
import { deliverNotices, withNotice } from './deliver-notices.js';
import type { RetrainingNotice, RetrainingNotifier } from './notice.js';

const notice: Omit<RetrainingNotice, 'id'> = {
  ...{ event: 'refused', model, run: '1-abc', at: '2024-05-06T10:00:00.000Z' },
  ...{ reason: 'not better', from: null, to: null },
};

function place(notify: RetrainingNotifier | readonly RetrainingNotifier[]) {
  const made = { now: 0, store: memoryKeyValueStore() };
  const settings = retrainingSettings({
    ...{ registry: memoryRegistry(), model, store: made.store, notify, now: () => made.now },
    transactions: () => Promise.resolve(all),
  });
  return { made, settings };
}

test('a notice is tried ten times, with pauses that grow to six hours, and then given up', async () => {
  const tries: number[] = [];
  const { made, settings } = place(() => {
    tries.push(made.now / 60_000);
    throw new Error('down');
  });
  for (const minute of Array.from({ length: 2_200 }, (_, at) => at)) {
    made.now = minute * 60_000;
    if (minute > 0 && tries.length === 10) break;
    const turn = await takeTurn(settings, undefined);
    if (turn === null) throw new Error('Nobody else has the turn.');
    if (minute === 0) await turn.update((state) => withNotice(state, notice, settings));
    await deliverNotices(turn, settings);
    await turn.end();
  }
  expect(tries).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255, 511]);
  const turn = await takeTurn(settings, undefined);
  expect(turn?.state).toMatchObject({ notices: [], undelivered: 1 });
  await turn?.end();
});

test('who does not answer is waited for once, and keeps others from nothing', async () => {
  const told: string[] = [];
  const { settings } = place([
    ({ run }: RetrainingNotice) => {
      told.push(`away ${run}`);
      throw new Error('away');
    },
    ({ run }: RetrainingNotice) => void told.push(`there ${run}`),
  ]);
  const turn = await takeTurn(settings, undefined);
  for (const run of ['1', '2', '3'])
    await turn?.update((state) => withNotice(state, { ...notice, run }, settings));
  await (turn && deliverNotices(turn, settings));
  expect(told).toEqual(['away 1', 'there 1', 'there 2', 'there 3']);
  expect(turn?.state.notices.map(({ attempts, left }) => [attempts, left])).toEqual([
    [1, [0]],
    [1, [0]],
    [1, [0]],
  ]);
  await turn?.end();
});

test('a hundred wait, the newest; the same one once; none where nobody listens', () => {
  const { settings } = place(() => {});
  let state = emptyState;
  for (let run = 0; run < 103; run++) state = withNotice(state, { ...notice, run: String(run) }, settings);
  expect(state.notices).toHaveLength(100);
  expect(state.notices[0]?.notice.run).toBe('3');
  expect(state.undelivered).toBe(3);
  expect(withNotice(state, { ...notice, run: '102' }, settings)).toBe(state);
  expect(withNotice(emptyState, notice, { notify: [] })).toBe(emptyState);
});
