import { TitansError } from '@titans/core';
import {
  integerWithin,
  numberBetween,
  numberWithin,
  refuseUnknownParameters,
  requireFunction,
  trueOrFalse,
} from '../../estimators/parameters.js';
import { checkModelName, checkText } from '../registry/checked-names.js';
import { checkCanaries } from './gate/canary.js';
import { classGuard } from './gate/class-guard.js';
import { latencyGuard, sizeGuard } from './gate/cost-guards.js';
import { gateRuleSettings } from './gate/decide.js';
import type { Guard } from './gate/guard.js';
import { metricGuard } from './gate/metric-guard.js';
import type {
  RetrainingDataOptions,
  RetrainingGate,
  RetrainingOptions,
  RetrainingRefitOptions,
  RetrainingSettings,
  RetrainingWatch,
} from './retraining-options.js';
import type { ShadowOptions, ShadowSettings } from './shadow.js';
import { scheduleTrigger } from './triggers/schedule-trigger.js';

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
const longest = Number.MAX_SAFE_INTEGER;
const registryMethods = [
  'register',
  'versions',
  'resolve',
  'load',
  'history',
  'setAlias',
  'setTags',
] as const;
const optionNames: readonly (keyof RetrainingOptions)[] = [
  ...(['registry', 'model', 'store', 'transactions', 'train', 'corrections', 'triggers'] as const),
  ...([
    'cooldownMs',
    'data',
    'gate',
    'canaries',
    'shadow',
    'refit',
    'watch',
    'notify',
    'tracker',
    'by',
  ] as const),
  ...(['mostAttempts', 'backoffMs', 'leaseMs', 'keepRuns', 'now'] as const),
];

const dataOptions: readonly (keyof RetrainingDataOptions)[] = [
  ...(['leastRows', 'holdoutShare', 'leastHoldoutRows', 'mostLostShare'] as const),
  ...(['mostUnlabelled', 'mostDuplicates', 'mostAgeDays', 'check'] as const),
];
const shadowOptions: readonly (keyof ShadowOptions)[] = [
  ...(['server', 'requests', 'forMs', 'leastRequests', 'mostFailedShare', 'leastAgreedShare'] as const),
];

/** @throws TitansError `INVALID_ARGUMENT` naming the option. */
export function retrainingSettings(options: RetrainingOptions): RetrainingSettings {
  refuseUnknownParameters('retraining', options, optionNames);
  const { registry, model, store, transactions, corrections, tracker, train = {}, notify = [] } = options;
  const {
    cooldownMs = 6 * 60 * minuteMs,
    data = {},
    gate = {},
    canaries = [],
    by = 'retraining',
    now = Date.now,
  } = options;
  const { mostAttempts = 3, backoffMs = 5 * minuteMs, leaseMs = minuteMs, keepRuns = 1_000 } = options;
  const { triggers = [scheduleTrigger({ every: 'month' })] } = options;
  checkModelName(model);
  requireMethods('registry', registry, registryMethods);
  requireMethods('store', store, ['get', 'set', 'compareAndSet', 'delete']);
  if (typeof transactions !== 'function') requireMethods('transactions', transactions, ['transactions']);
  if (typeof train !== 'function') requireObject('train', train);
  if (corrections !== undefined) {
    requireObject('corrections', corrections);
    requireMethods('corrections.log', corrections.log, ['list']);
    checkText('corrections.scope', corrections.scope, 500);
  }
  if (tracker !== undefined) requireMethods('tracker', tracker, ['start']);
  checkText('by', by, 200);
  requireFunction('now', now);
  integerWithin('cooldownMs', cooldownMs, 0, longest);
  integerWithin('mostAttempts', mostAttempts, 1, 1_000);
  integerWithin('backoffMs', backoffMs, 1, longest);
  integerWithin('leaseMs', leaseMs, 30, 2 ** 31 - 1);
  integerWithin('keepRuns', keepRuns, 1, longest);
  requireList('canaries', canaries);
  checkCanaries(canaries);
  requireList('triggers', triggers);
  triggers.forEach((trigger, at) => {
    requireMethods(`triggers.${at}`, trigger, ['check']);
  });
  const names = triggers.map(({ name }) => name);
  if (new Set(names).size < names.length || names.some((name) => typeof name !== 'string' || name === '')) {
    throw new TitansError('INVALID_ARGUMENT', 'Triggers need names, each of its own.', {
      details: { field: 'triggers' },
    });
  }
  const notifiers = typeof notify === 'function' ? [notify] : notify;
  requireList('notify', notifiers);
  notifiers.forEach((notifier, at) => {
    requireFunction(`notify.${at}`, notifier);
  });
  return {
    ...{ registry, model, store, transactions, train, triggers, cooldownMs, canaries },
    ...{ by, now, mostAttempts, backoffMs, leaseMs, keepRuns },
    ...(corrections && { corrections }),
    ...(tracker && { tracker }),
    data: dataSettings(data),
    gate: gateSettings(gate),
    shadow: options.shadow === undefined ? null : shadowSettings(options.shadow),
    refit: refitSettings(options.refit ?? false),
    watch: options.watch === undefined ? null : watchSettings(options.watch),
    notify: notifiers,
  };
}

function gateSettings(options: RetrainingGate): RetrainingSettings['gate'] {
  refuseUnknownParameters('gate', options, ['guards', 'promoteFirst', 'rule', 'alpha', 'margins']);
  const { guards = defaultGuards(), promoteFirst = true, rule, alpha, margins } = options;
  requireList('gate.guards', guards);
  guards.forEach((guard, at) => {
    requireMethods(`gate.guards.${at}`, guard, ['check']);
  });
  trueOrFalse('gate.promoteFirst', promoteFirst);
  const given = { ...(rule && { rule }), ...(alpha !== undefined && { alpha }), ...(margins && { margins }) };
  return { rule: gateRuleSettings(given), guards, promoteFirst };
}

function defaultGuards(): readonly Guard[] {
  return [
    metricGuard({ task: 'category', metric: 'ece', mostIncrease: 0.1 }),
    metricGuard({ task: 'amount', metric: 'coverage', mostDecrease: 0.1 }),
    // Without labels nothing else is known of anomalies: a candidate must not flood its users.
    metricGuard({ task: 'anomaly', metric: 'rate', mostIncrease: 0.1 }),
    classGuard(),
    latencyGuard(),
    sizeGuard(),
  ];
}

function dataSettings(options: RetrainingDataOptions): RetrainingSettings['data'] {
  refuseUnknownParameters('data', options, dataOptions);
  const { leastRows = 100, holdoutShare = 0.3, leastHoldoutRows = 50, mostLostShare = 0.05 } = options;
  const { mostUnlabelled = 0.2, mostDuplicates = 0.01, mostAgeDays, check } = options;
  integerWithin('data.leastRows', leastRows, 1, longest);
  numberBetween('data.holdoutShare', holdoutShare, 0, 1);
  integerWithin('data.leastHoldoutRows', leastHoldoutRows, 1, longest);
  numberWithin('data.mostLostShare', mostLostShare, 0, 1);
  numberWithin('data.mostUnlabelled', mostUnlabelled, 0, 1);
  numberWithin('data.mostDuplicates', mostDuplicates, 0, 1);
  if (mostAgeDays !== undefined) numberWithin('data.mostAgeDays', mostAgeDays, 0, longest);
  if (check !== undefined) requireFunction('data.check', check);
  return {
    ...{ leastRows, holdoutShare, leastHoldoutRows, mostLostShare, mostUnlabelled, mostDuplicates },
    ...(mostAgeDays === undefined ? {} : { mostAgeDays }),
    ...(check && { check }),
  };
}

function shadowSettings(options: ShadowOptions): ShadowSettings {
  refuseUnknownParameters('shadow', options, shadowOptions);
  const { server, requests = 1_000, forMs = dayMs, leastRequests = 1 } = options;
  const { mostFailedShare = 0.001, leastAgreedShare = 0.5 } = options;
  requireMethods('shadow.server', server, ['begin', 'traffic', 'end']);
  integerWithin('shadow.requests', requests, 1, longest);
  integerWithin('shadow.forMs', forMs, 1, longest);
  integerWithin('shadow.leastRequests', leastRequests, 0, requests);
  numberWithin('shadow.mostFailedShare', mostFailedShare, 0, 1);
  numberWithin('shadow.leastAgreedShare', leastAgreedShare, 0, 1);
  return { server, requests, forMs, leastRequests, mostFailedShare, leastAgreedShare };
}

function refitSettings(options: boolean | RetrainingRefitOptions): RetrainingSettings['refit'] {
  if (options === false) return null;
  const given = options === true ? {} : options;
  requireObject('refit', given);
  refuseUnknownParameters('refit', given, ['leastAgreedShare']);
  const { leastAgreedShare = 0.9 } = given;
  numberWithin('refit.leastAgreedShare', leastAgreedShare, 0, 1);
  return { leastAgreedShare };
}

function watchSettings(options: RetrainingWatch): Required<RetrainingWatch> {
  refuseUnknownParameters('watch', options, ['degradation', 'forMs']);
  const { degradation, forMs = 7 * dayMs } = options;
  if (typeof degradation !== 'function') requireMethods('watch.degradation', degradation, ['summary']);
  integerWithin('watch.forMs', forMs, 1, longest);
  return { degradation, forMs };
}

function requireObject(field: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) throw wrong(field, `${field} must be an object.`);
}

function requireList(field: string, value: unknown): void {
  if (!Array.isArray(value)) throw wrong(field, `${field} must be a list.`);
}

function requireMethods(field: string, value: unknown, methods: readonly string[]): void {
  const has = (method: string): boolean => typeof Reflect.get(value as object, method) === 'function';
  if (typeof value === 'object' && value !== null && methods.every(has)) return;
  throw wrong(field, `${field} must be an object with ${methods.join(', ')}.`);
}

function wrong(field: string, message: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', message, { details: { field } });
}
