import * as z from 'zod/mini';
import { dictionary } from './dictionary.js';
import { probability } from './envelope.js';
import { integer } from './integer.js';
import { identifierText } from './query-values.js';
import { wellFormed } from './well-formed.js';

export const experimentStates = ['draft', 'running', 'stopped', 'concluded'] as const;
export type ExperimentState = (typeof experimentStates)[number];

/**
 * `split`: each unit is answered by one variant. `shadow`: the champion answers everyone, and the challenger is asked the same
 * beside it.
 */
export const experimentModes = ['split', 'shadow'] as const;
export type ExperimentMode = (typeof experimentModes)[number];

/** What is answered by one variant for good. */
export const experimentUnits = ['account', 'credential', 'transaction'] as const;
export type ExperimentUnit = (typeof experimentUnits)[number];

/**
 * What decides. `accuracy`: of answers whose right category became known, the share that was right; fair only where it becomes
 * known of right answers as of wrong ones. `correction_rate`: of all answers, the share that was corrected.
 */
export const decidingMetrics = ['accuracy', 'correction_rate'] as const;
export type DecidingMetric = (typeof decidingMetrics)[number];

/** What is measured beside it. `disagreement_rate`, of shadow traffic, is how often the challenger answers otherwise. */
export const guardMetrics = ['failure_rate', 'abstention_rate', 'latency_ms', 'disagreement_rate'] as const;
export type GuardMetricName = (typeof guardMetrics)[number];

export const experimentStopRules = ['better', 'worse', 'guard', 'sample-ratio'] as const;
export type ExperimentStopRule = (typeof experimentStopRules)[number];

export const experimentVariants = ['champion', 'challenger'] as const;
export type ExperimentVariant = (typeof experimentVariants)[number];

const reason = /* @__PURE__ */ (() => z.string().check(z.minLength(1), z.maxLength(500), wellFormed))();
const experimentName = /* @__PURE__ */ (() =>
  z
    .string()
    .check(
      z.regex(
        /^[A-Za-z0-9][\w.-]{0,63}$/,
        'must be 1 to 64 letters, digits and . _ -, a letter or digit first',
      ),
    ))();

/** Body of `POST /experiments`. */
export interface StartExperimentRequest {
  /** Names it for good, and salts who gets which variant: 1 to 64 letters, digits and `. _ -`. */
  readonly experiment_id: string;
  /** Version or alias of the registry that is compared with the champion. */
  readonly challenger: string;
  readonly reason: string;
  /** `split` unless told. */
  readonly mode?: ExperimentMode | undefined;
  /** `account` unless told. */
  readonly unit?: ExperimentUnit | undefined;
  /** Share of the units that the challenger answers: 0.5 unless told. */
  readonly challenger_share?: number | undefined;
  /** `correction_rate` of a split and `accuracy` of shadow traffic, unless told. */
  readonly metric?: DecidingMetric | undefined;
  /** How much worse the challenger may make what is measured beside. Unless told, no failure more, and the rest is measured only. */
  readonly tolerances?: { readonly [Name in GuardMetricName]?: number | undefined } | undefined;
  /** Probability that a difference is found where there is none, at whichever look: 0.05 unless told. */
  readonly alpha?: number | undefined;
  /** Outcomes of each variant, of 30 groups of units besides, before anything is concluded: 100 unless told. */
  readonly minimum_rows?: number | undefined;
  /** Outcomes at which the test is to be most powerful: 20 times `minimum_rows` unless told. */
  readonly planned_rows?: number | undefined;
  /** Days after which it stops: 28 unless told. */
  readonly maximum_days?: number | undefined;
  /** What stops it before: all rules unless told. */
  readonly stop_on?: readonly ExperimentStopRule[] | undefined;
}

const tolerance = /* @__PURE__ */ (() => z.optional(z.number().check(z.gte(0), z.lte(1e9))))();

export const startExperimentRequestSchema: z.ZodMiniType<StartExperimentRequest> = /* @__PURE__ */ (() =>
  z.strictObject({
    experiment_id: experimentName,
    challenger: identifierText,
    reason,
    mode: z.optional(z.enum(experimentModes)),
    unit: z.optional(z.enum(experimentUnits)),
    challenger_share: z.optional(z.number().check(z.gte(0.001), z.lte(0.999))),
    metric: z.optional(z.enum(decidingMetrics)),
    tolerances: z.optional(
      z.strictObject({
        failure_rate: tolerance,
        abstention_rate: tolerance,
        latency_ms: tolerance,
        disagreement_rate: tolerance,
      }),
    ),
    alpha: z.optional(z.number().check(z.gte(1e-6), z.lte(0.5))),
    minimum_rows: z.optional(z.int().check(z.gte(20), z.lte(1e9))),
    planned_rows: z.optional(z.int().check(z.gte(40), z.lte(1e12))),
    maximum_days: z.optional(z.number().check(z.gte(0.001), z.lte(1_000))),
    stop_on: z.optional(z.array(z.enum(experimentStopRules)).check(z.maxLength(4))),
  }))();

/** Path of the routes of one experiment. */
export interface ExperimentPath {
  readonly experiment_id: string;
}

export const experimentPathSchema: z.ZodMiniType<ExperimentPath> = /* @__PURE__ */ (() =>
  z.strictObject({ experiment_id: identifierText }))();

/** Body of `POST /experiments/{experiment_id}/stop`. */
export interface StopExperimentRequest {
  readonly reason: string;
}

export const stopExperimentRequestSchema: z.ZodMiniType<StopExperimentRequest> = /* @__PURE__ */ (() =>
  z.strictObject({ reason }))();

/** Body of `POST /experiments/{experiment_id}/conclude`. */
export interface ConcludeExperimentRequest {
  /** The challenger is promoted, the champion stays. */
  readonly winner: ExperimentVariant;
  readonly reason: string;
}

export const concludeExperimentRequestSchema: z.ZodMiniType<ConcludeExperimentRequest> =
  /* @__PURE__ */ (() => z.strictObject({ winner: z.enum(experimentVariants), reason }))();

/** A variant of an experiment. */
export interface ExperimentArmInfo {
  readonly version: string;
  readonly share: number;
  /** Units that it answered in a split, each counted once: the first 100,000 of each process. 0 in shadow traffic. */
  readonly units: number;
}

/** A metric of an experiment. */
export interface ExperimentMetricInfo {
  readonly metric: string;
  /** How much worse the challenger may be; `null` where that is only measured, or decides. */
  readonly tolerance: number | null;
  readonly champion: { readonly rows: number; readonly mean: number | null };
  readonly challenger: { readonly rows: number; readonly mean: number | null };
  /** Challenger less champion; `null` without outcomes of both. */
  readonly difference: number | null;
  /** Hold at all looks together with probability 1 − alpha; `null` where there are too few outcomes. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Valid however often one looks. */
  readonly p_value: number;
  readonly state: 'insufficient' | 'undecided' | 'better' | 'worse';
}

/** An experiment: answer of all routes about one. */
export interface ExperimentResponse {
  readonly experiment_id: string;
  readonly state: ExperimentState;
  readonly mode: ExperimentMode;
  readonly unit: ExperimentUnit;
  readonly champion: ExperimentArmInfo;
  readonly challenger: ExperimentArmInfo;
  readonly metric: ExperimentMetricInfo;
  readonly guards: readonly ExperimentMetricInfo[];
  readonly alpha: number;
  readonly minimum_rows: number;
  readonly planned_rows: number;
  readonly maximum_days: number;
  readonly stop_on: readonly ExperimentStopRule[];
  /** Whether units came in the planned shares: a mismatch, p ≤ 0.001, says that something else differs than the models. */
  readonly sample_ratio: { readonly p_value: number; readonly is_mismatched: boolean };
  readonly created_at: string;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  /** Oldest first. */
  readonly changes: readonly {
    readonly at: string;
    readonly by: string;
    readonly to: ExperimentState;
    readonly reason: string;
  }[];
  /** What was decided; `null` before. */
  readonly winner: ExperimentVariant | null;
  /** What this process could not record or ask beside, by what it was; empty where that is nothing. */
  readonly lost: Readonly<Record<string, number>>;
}

const metricInfoSchema: z.ZodMiniType<ExperimentMetricInfo> = /* @__PURE__ */ (() => {
  const variant = z.object({ rows: integer, mean: z.nullable(z.number()) });
  return z.object({
    metric: z.string(),
    tolerance: z.nullable(z.number()),
    champion: variant,
    challenger: variant,
    difference: z.nullable(z.number()),
    lower: z.nullable(z.number()),
    upper: z.nullable(z.number()),
    p_value: probability,
    state: z.enum(['insufficient', 'undecided', 'better', 'worse']),
  });
})();

export const experimentResponseSchema: z.ZodMiniType<ExperimentResponse> = /* @__PURE__ */ (() => {
  const arm = z.object({ version: z.string(), share: probability, units: integer });
  return z.object({
    experiment_id: z.string(),
    state: z.enum(experimentStates),
    mode: z.enum(experimentModes),
    unit: z.enum(experimentUnits),
    champion: arm,
    challenger: arm,
    metric: metricInfoSchema,
    guards: z.array(metricInfoSchema),
    alpha: probability,
    minimum_rows: integer,
    planned_rows: integer,
    maximum_days: z.number(),
    stop_on: z.array(z.enum(experimentStopRules)),
    sample_ratio: z.object({ p_value: probability, is_mismatched: z.boolean() }),
    created_at: z.string(),
    started_at: z.nullable(z.string()),
    ended_at: z.nullable(z.string()),
    changes: z.array(
      z.object({ at: z.string(), by: z.string(), to: z.enum(experimentStates), reason: z.string() }),
    ),
    winner: z.nullable(z.enum(experimentVariants)),
    lost: dictionary(integer),
  });
})();

/** Answer of `GET /experiments`: newest first. */
export interface ExperimentsResponse {
  readonly experiments: readonly ExperimentResponse[];
}

export const experimentsResponseSchema: z.ZodMiniType<ExperimentsResponse> = /* @__PURE__ */ (() =>
  z.object({ experiments: z.array(experimentResponseSchema) }))();
