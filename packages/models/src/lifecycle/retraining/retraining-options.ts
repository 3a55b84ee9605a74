import {
  type KeyValueStore,
  TitansError,
  type TransactionSource,
  type TransactionTable,
  type WorkOptions,
} from '@titans/core';
import type { TrainingCorrection } from '../../corrections/training-correction.js';
import { integerWithin, numberBetween, numberWithin, requireFunction } from '../../estimators/parameters.js';
import type { TrainedSuite } from '../../tasks/models.js';
import type { TrainOptions } from '../../train.js';
import type { FeedbackLog } from '../feedback/feedback-log.js';
import { checkModelName } from '../registry/checked-names.js';
import type { ModelRegistry } from '../registry/registry.js';
import type { Tracker } from '../tracking/tracker.js';
import { type Canary, checkCanaries } from './gate/canary.js';
import { classGuard } from './gate/class-guard.js';
import { latencyGuard, sizeGuard } from './gate/cost-guards.js';
import { type GateRule, type GateRuleSettings, gateRuleSettings } from './gate/decide.js';
import type { Guard } from './gate/guard.js';
import { metricGuard } from './gate/metric-guard.js';
import type { RetrainingNotifier } from './notification/notice.js';
import type { ShadowOptions, ShadowSettings } from './shadow.js';
import type { DegradationSource } from './triggers/degradation-trigger.js';
import { scheduleTrigger } from './triggers/schedule-trigger.js';
import type { RetrainingTrigger } from './triggers/trigger.js';

/** Where the rows come from; all that there are. */
export type RetrainingRows =
  | TransactionSource
  | ((options: Pick<WorkOptions, 'signal'>) => Promise<TransactionTable>);

/** What a training of one's own is given. */
export interface TrainerOptions extends WorkOptions {
  /** Corrections of users that are to be learned, oldest first. */
  readonly corrections: readonly TrainingCorrection[];
}

/** What trains: the options of `train`, or a function of one's own. The same rows must give the same suite. */
export type RetrainingTrainer =
  | Omit<TrainOptions, 'signal' | 'onProgress'>
  | ((rows: TransactionTable, options: TrainerOptions) => Promise<TrainedSuite>);

/** What is asked of the rows before anything is trained, and how they are divided. */
export interface RetrainingDataOptions {
  /** Rows to learn from, 100 unless told. */
  readonly leastRows?: number;
  /** Share of the rows that came since the champion learned (of all, where there is none) that are held out, 0.3 unless told. */
  readonly holdoutShare?: number;
  /** Rows that are held out at least, 50 unless told. */
  readonly leastHoldoutRows?: number;
  /** Share of the rows of the last training that may be gone, 0.05 unless told. */
  readonly mostLostShare?: number;
  /** By how much the share of rows with a category may have fallen since the last training, 0.2 unless told. */
  readonly mostUnlabelled?: number;
  /** Share of rows whose id another row has, 0.01 unless told. */
  readonly mostDuplicates?: number;
  /** Age in days of the newest row; any unless told. */
  readonly mostAgeDays?: number;
  /** What else is wrong with the rows, a sentence each; such as what the expectations of `@titans/etl` find. */
  readonly check?: (
    rows: TransactionTable,
    options: Pick<WorkOptions, 'signal'>,
  ) => readonly string[] | Promise<readonly string[]>;
}

/** What a candidate has to show. */
export interface RetrainingGate extends GateRule {
  /**
   * What may not become worse, beside what is compared. Unless told: calibration error of categories (0.1), coverage of
   * amounts (0.1), rate of anomalies (0.1), every category, latency and bytes.
   */
  readonly guards?: readonly Guard[];
  /** Whether the first candidate, which there is nobody to compare with, becomes champion; `true` unless told. */
  readonly promoteFirst?: boolean;
}

/** How long a new champion is watched. */
export interface RetrainingWatch {
  /** Says whether it does worse than it did in training. */
  readonly degradation: DegradationSource;
  /** Milliseconds after the promotion, seven days unless told. */
  readonly forMs?: number;
}

/** How models are retrained. */
export interface RetrainingOptions {
  readonly registry: ModelRegistry;
  /** Name of the model in the registry. */
  readonly model: string;
  /** Where its state is kept. Processes that share it take turns. */
  readonly store: KeyValueStore;
  readonly transactions: RetrainingRows;
  readonly train?: RetrainingTrainer;
  /** Corrections of users that the next training learns; none unless told. */
  readonly corrections?: { readonly log: FeedbackLog; readonly scope: string };
  /** Any of them sets off a training; once a month unless told. */
  readonly triggers?: readonly RetrainingTrigger[];
  /**
   * Milliseconds after the end of a run in which triggers are not acted on, six hours unless told. After runs that ended before
   * anything was trained twice as many each time, up to a week.
   */
  readonly cooldownMs?: number;
  readonly data?: RetrainingDataOptions;
  readonly gate?: RetrainingGate;
  /** Transactions whose answers are known and must be given. */
  readonly canaries?: readonly Canary[];
  /** Live traffic that is compared before a candidate is promoted; none unless told. */
  readonly shadow?: ShadowOptions;
  /** Whether a new champion is watched and taken back; not unless told. */
  readonly watch?: RetrainingWatch;
  /** Is told what happened; it may come more than once, with the same id. */
  readonly notify?: RetrainingNotifier | readonly RetrainingNotifier[];
  /** Remembers each training; only for options of `train`, not for a function. */
  readonly tracker?: Tracker;
  /** Who changes the registry, 1 to 200 characters; `retraining` unless told. */
  readonly by?: string;
  /** Times a run is tried before it counts as failed, 3 unless told. */
  readonly mostAttempts?: number;
  /** Milliseconds before the second attempt, five minutes unless told; twice as many before each further one, a day at most. */
  readonly backoffMs?: number;
  /** Milliseconds after which a process that does not say that it lives has lost its turn, one minute unless told. */
  readonly leaseMs?: number;
  /** Milliseconds since 1970; the clock of the machine unless told. */
  readonly now?: () => number;
}

/** Options that were checked, with every value. */
export interface RetrainingSettings
  extends Pick<
    RetrainingOptions,
    'registry' | 'model' | 'store' | 'transactions' | 'corrections' | 'tracker'
  > {
  readonly train: RetrainingTrainer;
  readonly triggers: readonly RetrainingTrigger[];
  readonly cooldownMs: number;
  readonly data: Required<Omit<RetrainingDataOptions, 'check' | 'mostAgeDays'>> &
    Pick<RetrainingDataOptions, 'check' | 'mostAgeDays'>;
  readonly gate: {
    readonly rule: GateRuleSettings;
    readonly guards: readonly Guard[];
    readonly promoteFirst: boolean;
  };
  readonly canaries: readonly Canary[];
  readonly shadow: ShadowSettings | null;
  readonly watch: Required<RetrainingWatch> | null;
  readonly notify: readonly RetrainingNotifier[];
  readonly by: string;
  readonly mostAttempts: number;
  readonly backoffMs: number;
  readonly leaseMs: number;
  readonly now: () => number;
}

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
const longest = Number.MAX_SAFE_INTEGER;

/** @throws TitansError `INVALID_ARGUMENT` naming the option. */
export function retrainingSettings(options: RetrainingOptions): RetrainingSettings {
  const { registry, model, store, transactions, corrections, tracker, train = {}, notify = [] } = options;
  const { cooldownMs = 6 * 60 * minuteMs, canaries = [], by = 'retraining', now = Date.now } = options;
  const { mostAttempts = 3, backoffMs = 5 * minuteMs, leaseMs = minuteMs } = options;
  const { triggers = [scheduleTrigger({ every: 'month' })] } = options;
  const { guards = defaultGuards(), promoteFirst = true, ...rule } = options.gate ?? {};
  checkModelName(model);
  integerWithin('cooldownMs', cooldownMs, 0, longest);
  integerWithin('mostAttempts', mostAttempts, 1, 1_000);
  integerWithin('backoffMs', backoffMs, 1, longest);
  integerWithin('leaseMs', leaseMs, 30, 2 ** 31 - 1);
  checkCanaries(canaries);
  const names = triggers.map(({ name }) => name);
  if (new Set(names).size < names.length || names.some((name) => typeof name !== 'string' || name === '')) {
    throw new TitansError('INVALID_ARGUMENT', 'Triggers need names, each of its own.', {
      details: { field: 'triggers' },
    });
  }
  return {
    ...{ registry, model, store, transactions, train, triggers, cooldownMs, canaries },
    ...{ by, now, mostAttempts, backoffMs, leaseMs },
    ...(corrections && { corrections }),
    ...(tracker && { tracker }),
    data: dataSettings(options.data ?? {}),
    gate: { rule: gateRuleSettings(rule), guards, promoteFirst },
    shadow: options.shadow === undefined ? null : shadowSettings(options.shadow),
    watch: options.watch === undefined ? null : watchSettings(options.watch),
    notify: typeof notify === 'function' ? [notify] : notify,
  };
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
  const { server, requests = 1_000, forMs = dayMs, leastRequests = 1 } = options;
  const { mostFailedShare = 0.001, leastAgreedShare = 0.5 } = options;
  integerWithin('shadow.requests', requests, 1, longest);
  integerWithin('shadow.forMs', forMs, 1, longest);
  integerWithin('shadow.leastRequests', leastRequests, 0, requests);
  numberWithin('shadow.mostFailedShare', mostFailedShare, 0, 1);
  numberWithin('shadow.leastAgreedShare', leastAgreedShare, 0, 1);
  return { server, requests, forMs, leastRequests, mostFailedShare, leastAgreedShare };
}

function watchSettings({ degradation, forMs = 7 * dayMs }: RetrainingWatch): Required<RetrainingWatch> {
  integerWithin('watch.forMs', forMs, 1, longest);
  return { degradation, forMs };
}
