import type { KeyValueStore, TransactionSource, TransactionTable, WorkOptions } from '@titans/core';
import type { TrainingCorrection } from '../../corrections/training-correction.js';
import type { TrainedSuite } from '../../tasks/models.js';
import type { TrainOptions } from '../../train.js';
import type { LabelledTransaction } from '../feedback/anomaly-labels.js';
import type { FeedbackLog } from '../feedback/feedback-log.js';
import type { ModelRegistry } from '../registry/registry.js';
import type { Tracker } from '../tracking/tracker.js';
import type { Canary } from './gate/canary.js';
import type { GateRule, GateRuleSettings } from './gate/decide.js';
import type { Guard } from './gate/guard.js';
import type { RetrainingNotifier } from './notification/notice.js';
import type { ShadowOptions, ShadowSettings } from './shadow.js';
import type { DegradationSource } from './triggers/degradation-trigger.js';
import type { RetrainingTrigger } from './triggers/trigger.js';

/** Where the rows come from; all that there are. */
export type RetrainingRows =
  | TransactionSource
  | ((options: Pick<WorkOptions, 'signal'>) => Promise<TransactionTable>);

/** What a training of one's own is given. */
export interface TrainerOptions extends WorkOptions {
  /** Corrections of users that are to be learned, oldest first. */
  readonly corrections: readonly TrainingCorrection[];
  /** Labels of anomalies, oldest first; `anomalyLabels` finds their rows. */
  readonly anomalies: readonly LabelledTransaction[];
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

/** What is asked of a candidate that was trained once more on all rows. */
export interface RetrainingRefitOptions {
  /**
   * Share of the newest rows that both learned from, 500 at most, on which it must answer as the judged candidate does, 0.9 unless told:
   * the same category, an amount within the other's range, the same judgement of an anomaly.
   */
  readonly leastAgreedShare?: number;
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
  /** Corrections of users, and their labels of anomalies, that the next training learns; none unless told. */
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
  /**
   * Whether a candidate that has passed everything is trained once more, on the rows that were held out to judge it as well, and that
   * version promoted: `false` unless told.
   */
  readonly refit?: boolean | RetrainingRefitOptions;
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
  /** Runs of the past that are kept to be told, at least 1, 1,000 unless told; the oldest make room. */
  readonly keepRuns?: number;
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
  readonly refit: Required<RetrainingRefitOptions> | null;
  readonly watch: Required<RetrainingWatch> | null;
  readonly notify: readonly RetrainingNotifier[];
  readonly by: string;
  readonly mostAttempts: number;
  readonly backoffMs: number;
  readonly leaseMs: number;
  readonly keepRuns: number;
  readonly now: () => number;
}
