import { memoryKeyValueStore } from '@titans/core';
import { expect, test } from 'vitest';
import { onlineExperiments } from '../experiments/online-experiments.js';
import { experimentShadow } from './experiment-shadow.js';
import { withChampion } from './testing/bench.js';

/** What a server records of an answer that both gave. */
function answered(at: number, isOther: boolean) {
  const champion = { failure_rate: 0, disagreement_rate: 0 };
  const challenger = { failure_rate: 0, disagreement_rate: isOther ? 1 : 0 };
  return { id: `request-${at}`, unit: `request-${at}`, champion, challenger };
}

test('a candidate is compared as an experiment, which ends with the run', async () => {
  const made = await withChampion();
  const experiments = onlineExperiments({ store: memoryKeyValueStore() });
  const shadow = { server: experimentShadow(experiments), requests: 20 };
  const waiting = await made.open({ shadow }).run();
  expect(waiting).toMatchObject({ step: 'shadow', outcome: null });
  const id = `retraining-${waiting.id}`;
  expect(await experiments.running()).toMatchObject({
    plan: { id, mode: 'shadow', champion: { version: waiting.champion } },
  });
  await experiments.record(id, {
    outcomes: [
      ...Array.from({ length: 18 }, (_, at) => answered(at, at % 6 === 0)),
      { id: 'amount', unit: 'amount', champion: { failure_rate: 0 }, challenger: { failure_rate: 0 } },
    ],
  });
  const still = await made.open({ shadow }).run();
  expect(still).toMatchObject({
    outcome: null,
    shadow: { requests: 19, failed: 0, compared: 18, agreed: 15 },
  });
  await experiments.record(id, {
    outcomes: [
      { id: 'failed', unit: 'failed', champion: { failure_rate: 0 }, challenger: { failure_rate: 1 } },
    ],
  });
  const run = await made.open({ shadow }).run();
  expect(run).toMatchObject({ outcome: 'refused', outcomeReason: '1 of 20 live requests were not answered' });
  expect(await experiments.get(id)).toMatchObject({ state: 'stopped' });
});

test('another experiment that runs is waited for', async () => {
  const made = await withChampion();
  const experiments = onlineExperiments({ store: memoryKeyValueStore() });
  const versions = { champion: { version: '1', weight: 1 }, challenger: { version: '2', weight: 1 } };
  const metric = { name: 'accuracy', direction: 'higher' } as const;
  await experiments.create({ id: 'other', model: 'transactions', ...versions, metric }, { by: 'ana' });
  await experiments.start('other', { by: 'ana', reason: 'to see' });
  const shadow = { server: experimentShadow(experiments) };
  await expect(made.open({ shadow }).run()).rejects.toMatchObject({ code: 'CONFLICT' });
  await experiments.stop('other', { by: 'ana', reason: 'seen' });
  expect(await made.open({ shadow }).run()).toMatchObject({ step: 'shadow', outcome: null, attempts: 2 });
});

test('begun and ended twice, it is one, and ended before it was begun it is none', async () => {
  const experiments = onlineExperiments({ store: memoryKeyValueStore() });
  const server = experimentShadow(experiments);
  const pair = {
    model: 'transactions',
    run: '1-0123abcd',
    candidate: 'c'.repeat(64),
    champion: 'd'.repeat(64),
  };
  await server.end(pair);
  await server.begin(pair);
  await server.begin(pair);
  expect(await server.traffic(pair)).toEqual({ requests: 0, failed: 0, compared: 0, agreed: 0 });
  await server.end(pair);
  await server.end(pair);
  expect(await experiments.list()).toMatchObject([{ state: 'stopped' }]);
});
