/** The versions that an experiment compares. */
export const experimentVariants = ['champion', 'challenger'] as const;
export type ExperimentVariant = (typeof experimentVariants)[number];

/**
 * `split`: each unit is answered by one variant. `shadow`: the champion answers everyone, and the challenger is asked the same
 * beside it.
 */
export const experimentModes = ['split', 'shadow'] as const;
export type ExperimentMode = (typeof experimentModes)[number];

/** What has one variant for good. Outcomes of one may be alike; sums are kept by groups of them, so that none are taken for independent. */
export const experimentUnits = ['account', 'credential', 'transaction'] as const;
export type ExperimentUnit = (typeof experimentUnits)[number];

/** What is measured of each outcome. */
export interface ExperimentMetric {
  /** 1 to 64 letters, digits and `. _ -`. */
  readonly name: string;
  /** Which values are better. */
  readonly direction: 'higher' | 'lower';
  /** Least and greatest value, where there are such: `[0, 1]` for what is right or wrong. */
  readonly range?: readonly [number, number];
}

/** A metric that the challenger must not make worse. */
export interface GuardMetric extends ExperimentMetric {
  /** How much worse is still permitted, in units of the metric, from 0; `null` for one that is only measured. */
  readonly tolerance: number | null;
}

/** A version of the registry in an experiment. */
export interface ExperimentArm {
  /** Id, number or alias of the registry; servers keep the id. */
  readonly version: string;
  /** Share of the units: its weight over the sum of both. From 0. */
  readonly weight: number;
}

/** Why an experiment may end by itself. */
export const stopRules = ['better', 'worse', 'guard', 'sample-ratio'] as const;
export type StopRule = (typeof stopRules)[number];

/** What an experiment is to be. */
export interface NewExperiment {
  /** 1 to 64 letters, digits and `. _ -`. Never given twice. */
  readonly id: string;
  /** Name of the model in the registry. */
  readonly model: string;
  readonly champion: ExperimentArm;
  readonly challenger: ExperimentArm;
  readonly metric: ExperimentMetric;
  /** At most 10; none unless told. */
  readonly guards?: readonly GuardMetric[];
  /** `split` unless told. */
  readonly mode?: ExperimentMode;
  /** `account` unless told. */
  readonly unit?: ExperimentUnit;
  /** Probability that a difference is found, at whichever look, where there is none: 0.05 unless told. */
  readonly alpha?: number;
  /** Outcomes of each variant before anything is concluded, of 30 groups of units besides: 100 unless told, 20 at least. */
  readonly minimumRows?: number;
  /** Outcomes of both variants at which the test is to be most powerful; 20 times `minimumRows` unless told. */
  readonly plannedRows?: number;
  /** Milliseconds after which it stops; 28 days unless told. */
  readonly maximumMs?: number;
  /** What stops it before; all rules unless told. */
  readonly stopOn?: readonly StopRule[];
}

/** What an experiment is, complete. */
export type ExperimentPlan = Required<Omit<NewExperiment, 'metric' | 'guards'>> & {
  readonly metric: PlannedMetric;
  readonly guards: readonly (PlannedMetric & { readonly tolerance: number | null })[];
};

/** A metric of a plan. */
export type PlannedMetric = Omit<ExperimentMetric, 'range'> & {
  readonly range: readonly [number, number] | null;
};

/**
 * `draft`: described. `running`: units are answered by their variants. `stopped`: the champion answers everyone again, and
 * nobody has decided yet. `concluded`: decided.
 */
export const experimentStates = ['draft', 'running', 'stopped', 'concluded'] as const;
export type ExperimentState = (typeof experimentStates)[number];

/** A change of an experiment. */
export interface ExperimentChange {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** `titans` where a rule did it. */
  readonly by: string;
  readonly to: ExperimentState;
  readonly reason: string;
}

/** What was observed of one question. In a split one variant has values, in shadow traffic both. */
export interface Observation {
  /**
   * Names it: one of the same name is not counted again. Without a name it is counted whenever it is given, which only callers
   * can know to be once.
   */
  readonly id?: string;
  /** The account, credential or transaction. */
  readonly unit: string;
  /** Values by metric, from −1e100 to 1e100 and within its range; those of other metrics are left out. */
  readonly champion?: Readonly<Record<string, number>>;
  readonly challenger?: Readonly<Record<string, number>>;
  /**
   * Whether the values belong to an outcome that was counted before, as 0; then they are added to it. `false` unless told.
   */
  readonly amends?: boolean;
  /** Whether what was counted before is taken back: the outcome, or where it `amends` one its values. `false` unless told. */
  readonly withdraws?: boolean;
}

/** What was observed, and how many units came for the first time. */
export interface Observations {
  /** At most 10,000. */
  readonly outcomes?: readonly Observation[];
  /** Units of each variant that were never seen before. */
  readonly newUnits?: Readonly<Record<ExperimentVariant, number>>;
}

/** What is known of one variant. */
export interface VariantSummary {
  /** Outcomes. */
  readonly rows: number;
  /** `null` without outcomes. */
  readonly mean: number | null;
}

/**
 * What may be said of a metric at this look: `insufficient` where there are too few outcomes to say anything, `undecided`, or
 * what the challenger is.
 */
export type MetricState = 'insufficient' | 'undecided' | 'better' | 'worse';

/** What is known of a metric. */
export interface MetricSummary {
  readonly metric: string;
  readonly champion: VariantSummary;
  readonly challenger: VariantSummary;
  /** Challenger less champion; `null` without outcomes of both. */
  readonly difference: number | null;
  /** Bounds of the difference that hold at all looks together with probability 1 − alpha; `null` where insufficient. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Of no difference, valid however often one looks: the least of all looks. */
  readonly pValue: number;
  readonly state: MetricState;
}

/** An experiment as it stands. */
export interface ExperimentReport {
  readonly plan: ExperimentPlan;
  readonly state: ExperimentState;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly startedAt: string | null;
  /** When it stopped. */
  readonly endedAt: string | null;
  /** Oldest first. */
  readonly changes: readonly ExperimentChange[];
  readonly metric: MetricSummary;
  readonly guards: readonly MetricSummary[];
  /** Units of each variant that were told as `newUnits`, and whether they came in the planned shares. */
  readonly units: Readonly<Record<ExperimentVariant, number>>;
  readonly sampleRatio: { readonly pValue: number; readonly isMismatched: boolean };
  /** What was decided; `null` before. */
  readonly winner: ExperimentVariant | null;
}

/** Outcomes that were counted, and why others were not. */
export interface ObservationCount {
  readonly counted: number;
  /** Known already. */
  readonly repeated: number;
  /** Whether it runs on: it does not where it was stopped, and where a rule stopped it by what was counted now. */
  readonly isRunning: boolean;
}
