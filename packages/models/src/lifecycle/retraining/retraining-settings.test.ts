import { memoryKeyValueStore } from '@titans/core';
import { expect, test } from 'vitest';
import { memoryRegistry } from '../registry/stores.js';
import type { RetrainingOptions } from './retraining-options.js';
import { retrainingSettings } from './retraining-settings.js';
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

test.each(['data', 'gate', 'shadow', 'watch', undefined])(
  'no options where there must be some: %s',
  (option) => {
    const given: unknown = option === undefined ? null : { ...required, [option]: null };
    expect(() => retrainingSettings(given as RetrainingOptions)).toThrow('takes its parameters as an object');
  },
);

test.each<[string, string, unknown]>([
  ['registry', 'registry', {}],
  ['store', 'store', null],
  ['transactions', 'transactions', 'all'],
  ['train', 'train', 'quick'],
  ['corrections.log', 'corrections', {}],
  ['triggers', 'triggers', null],
  ['triggers.0', 'triggers', [null]],
  ['holdOutShare', 'data', { holdOutShare: 0.3 }],
  ['gate.guards.0', 'gate', { guards: [{ name: 'none' }] }],
  ['gate.promoteFirst', 'gate', { promoteFirst: 'no' }],
  ['gate.margins.categories', 'gate', { margins: { categories: 0.1 } }],
  ['canaries', 'canaries', {}],
  ['canaries.0', 'canaries', [null]],
  ['shadow.server', 'shadow', {}],
  ['watch.degradation', 'watch', { degradation: 5 }],
  ['notify.0', 'notify', [{}]],
  ['tracker', 'tracker', 5],
  ['by', 'by', ''],
  ['now', 'now', 5],
  ['keepRuns', 'keepRuns', 0],
  ['coolDownMs', 'coolDownMs', 5],
])('from plain JavaScript, %s is refused by name', (field, option, value) => {
  const given = { ...required, [option]: value };
  const refused = (() => {
    try {
      return retrainingSettings(given);
    } catch (error) {
      return error;
    }
  })();
  expect(refused).toMatchObject({ code: 'INVALID_ARGUMENT', details: { field } });
});
