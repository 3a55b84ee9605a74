import { memoryKeyValueStore } from '@titans/core';
import { expect, test } from 'vitest';
import { memoryRegistry } from '../registry/stores.js';
import { type RetrainingOptions, retrainingSettings } from './retraining-options.js';
import { all } from './testing/bench.js';
import { scheduleTrigger } from './triggers/schedule-trigger.js';

const required: RetrainingOptions = {
  ...{ registry: memoryRegistry(), model: 'transactions', store: memoryKeyValueStore() },
  transactions: () => Promise.resolve(all),
};
const monthly = scheduleTrigger({ every: 'month' });
const server = {
  begin: async () => {},
  end: async () => {},
  traffic: () => Promise.reject(new Error('none')),
};

test('unless told, a model is trained once a month, and must be better', () => {
  const { triggers, gate, shadow, watch, data } = retrainingSettings(required);
  expect(triggers.map(({ name }) => name)).toEqual(['schedule']);
  expect(gate).toMatchObject({ promoteFirst: true, rule: { rule: 'superior', alpha: 0.05 } });
  expect(gate.guards.map(({ name }) => name)).toEqual([
    'category ece',
    'amount coverage',
    'anomaly rate',
    'every category',
    'latency',
    'bytes',
  ]);
  expect(data).toMatchObject({ leastRows: 100, holdoutShare: 0.3, leastHoldoutRows: 50 });
  expect([shadow, watch]).toEqual([null, null]);
});

test.each<[string, Partial<RetrainingOptions>]>([
  ['not a name for a model', { model: '../champion' }],
  ['cooldownMs', { cooldownMs: -1 }],
  ['leaseMs', { leaseMs: 5 }],
  ['mostAttempts', { mostAttempts: 0 }],
  ['backoffMs', { backoffMs: Number.NaN }],
  ['Triggers need names', { triggers: [monthly, monthly] }],
  ['Triggers need names', { triggers: [{ ...monthly, name: '' }] }],
  ['data.holdoutShare', { data: { holdoutShare: 1 } }],
  ['data.leastHoldoutRows', { data: { leastHoldoutRows: 0 } }],
  ['data.mostDuplicates', { data: { mostDuplicates: 2 } }],
  ['gate.alpha', { gate: { alpha: 0 } }],
  ['shadow.requests', { shadow: { server, requests: 0 } }],
  ['shadow.leastRequests', { shadow: { server, requests: 10, leastRequests: 11 } }],
  ['watch.forMs', { watch: { degradation: () => ({ degraded: false, reason: '' }), forMs: 0 } }],
  ['Canary 1', { canaries: [{ name: 'empty', query: {}, expect: {} }] }],
])('%s is said of what is wrong', (message, changes) => {
  expect(() => retrainingSettings({ ...required, ...changes })).toThrow(message);
});
