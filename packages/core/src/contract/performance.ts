import * as z from 'zod/mini';
import { probability } from './envelope.js';
import { integer } from './integer.js';
import { type ServedTask, servedTasks } from './models.js';

/** A figure, the rows it is of, and how far it may be off (95 %, estimates three standard errors). */
export interface PerformanceFigure {
  readonly metric: string;
  readonly value: number;
  readonly n: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** A figure beside that of the baseline. */
export interface ComparedPerformance extends PerformanceFigure {
  /** What was measured on unseen rows when the model was trained; `null` where it was not. */
  readonly baseline: number | null;
  /** How much worse it is, in its own unit; below 0 where it is better. */
  readonly drop: number | null;
}

/** A sequential test against the baseline: it may be looked at at any time. */
export interface PerformanceTest {
  readonly metric: string;
  /** `undecidable` where the baseline is of too few rows to tell a fall from chance. */
  readonly state: 'degraded' | 'as_expected' | 'undecidable';
  readonly baseline: number;
  readonly baseline_n: number;
  readonly tolerance: number;
  /** What the metric may fall to (errors: rise to) before it is a fall. */
  readonly limit: number | null;
  readonly p_value: number;
  /** The p-value from which the test reports. */
  readonly alpha: number;
  readonly reported_at: string | null;
}

/** Predictions that belong together. */
export interface PerformanceWindowInfo {
  readonly index: number;
  readonly from: string;
  readonly to: string;
  readonly n: number;
  readonly is_complete: boolean;
  readonly figures: readonly PerformanceFigure[];
}

/** Answer of `GET /models/{task}/performance`. The first eight members are those of the specification. */
export interface PerformanceResponse {
  readonly model_name: ServedTask;
  readonly total_evaluations: number;
  readonly current_accuracy: number | null;
  readonly average_accuracy: number | null;
  readonly min_accuracy: number | null;
  readonly max_accuracy: number | null;
  readonly accuracy_std: number | null;
  readonly last_evaluation: string | null;
  readonly model_version: string;
  /** What they are of: a share that is better when higher. */
  readonly metric: 'accuracy' | 'coverage' | 'precision';
  readonly state: 'degraded' | 'as_expected' | 'unlabelled';
  readonly figures: readonly ComparedPerformance[];
  readonly tests: readonly PerformanceTest[];
  readonly predictions: number;
  readonly labels: number;
  readonly corrections: number;
  readonly confirmations: number;
  /** When the model began to be watched. */
  readonly since: string;
  /** Of labelled predictions, oldest first. */
  readonly windows: readonly PerformanceWindowInfo[];
  /** Of all predictions, with the accuracy to be expected of them, oldest first. */
  readonly prediction_windows: readonly (PerformanceWindowInfo & {
    readonly estimate: PerformanceFigure | null;
  })[];
}

const number = z.nullable(z.number());
const text = z.nullable(z.string());
const figure = { metric: z.string(), value: z.number(), n: integer, lower: number, upper: number };
const window = {
  ...{ index: integer, from: z.string(), to: z.string(), n: integer },
  is_complete: z.boolean(),
  figures: z.array(z.object(figure)),
};

export const performanceResponseSchema: z.ZodMiniType<PerformanceResponse> = z.object({
  model_name: z.enum(servedTasks),
  total_evaluations: integer,
  current_accuracy: number,
  average_accuracy: number,
  min_accuracy: number,
  max_accuracy: number,
  accuracy_std: number,
  last_evaluation: text,
  model_version: z.string(),
  metric: z.enum(['accuracy', 'coverage', 'precision']),
  state: z.enum(['degraded', 'as_expected', 'unlabelled']),
  figures: z.array(z.object({ ...figure, baseline: number, drop: number })),
  tests: z.array(
    z.object({
      metric: z.string(),
      state: z.enum(['degraded', 'as_expected', 'undecidable']),
      baseline: z.number(),
      baseline_n: integer,
      tolerance: z.number(),
      limit: number,
      p_value: probability,
      alpha: probability,
      reported_at: text,
    }),
  ),
  predictions: integer,
  labels: integer,
  corrections: integer,
  confirmations: integer,
  since: z.string(),
  windows: z.array(z.object(window)),
  prediction_windows: z.array(z.object({ ...window, estimate: z.nullable(z.object(figure)) })),
});
