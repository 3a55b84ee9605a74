import * as z from 'zod/mini';
import { probability } from './envelope.js';
import { type RiskLevel, riskLevels } from './predictions.js';

/** What can be asked about each transaction of a batch, a stream or a job; all of it unless told. */
export const batchTasks = ['category', 'amount', 'anomaly'] as const;
export type BatchTask = (typeof batchTasks)[number];

/** What each task says of a transaction. */
export interface BatchTaskPredictions {
  readonly category: {
    readonly category: string;
    /** Confidence of the category. */
    readonly confidence: number;
    readonly abstained: boolean;
  };
  readonly amount: {
    readonly amount: number;
    readonly amount_range: { readonly min: number; readonly max: number };
  };
  readonly anomaly: {
    readonly is_anomaly: boolean;
    readonly anomaly_score: number;
    readonly risk_level: RiskLevel;
  };
}

/**
 * What was predicted for one transaction: the members of the tasks asked for, and no others. Of a list whose members are known
 * only when the program runs, such as `readonly BatchTask[]`, each may be missing.
 */
export type BatchPredictions<Tasks extends readonly BatchTask[] = typeof batchTasks> = PredictionsOf<
  'category',
  Tasks
> &
  PredictionsOf<'amount', Tasks> &
  PredictionsOf<'anomaly', Tasks>;

/** What one task says: certainly, if one of the tasks is this one whatever the program does; possibly, if one may be it. */
export type PredictionsOf<
  Task extends BatchTask,
  Tasks extends readonly BatchTask[],
> = Task extends Tasks[number]
  ? true extends { readonly [At in keyof Tasks]: [Tasks[At]] extends [Task] ? true : false }[number]
    ? BatchTaskPredictions[Task]
    : { readonly [Name in keyof BatchTaskPredictions[Task]]?: BatchTaskPredictions[Task][Name] | undefined }
  : unknown;

const members = {
  category: z.optional(z.string()),
  confidence: z.optional(probability),
  abstained: z.optional(z.boolean()),
  amount: z.optional(z.number()),
  amount_range: z.optional(z.object({ min: z.number(), max: z.number() })),
  is_anomaly: z.optional(z.boolean()),
  anomaly_score: z.optional(probability),
  risk_level: z.optional(z.enum(riskLevels)),
} as const;

/** The members of each task's predictions. */
export const batchTaskMembers: {
  readonly [Task in BatchTask]: readonly (keyof BatchTaskPredictions[Task])[];
} = {
  category: ['category', 'confidence', 'abstained'],
  amount: ['amount', 'amount_range'],
  anomaly: ['is_anomaly', 'anomaly_score', 'risk_level'],
};

/** Of every task all members or none, and of one at least. */
export const batchPredictionsSchema: z.ZodMiniType<BatchPredictions<readonly BatchTask[]>> =
  /* @__PURE__ */ (() =>
    z
      .object(members)
      .check(z.refine(isOfWholeTasks, 'needs every member of a task, and one task at least')))();

function isOfWholeTasks(predictions: BatchPredictions<readonly BatchTask[]>): boolean {
  const given: Readonly<Record<string, unknown>> = predictions;
  const shares = batchTasks.map((task) => {
    const names = batchTaskMembers[task];
    return names.filter((name) => given[name] !== undefined).length / names.length;
  });
  return shares.every(Number.isInteger) && shares.includes(1);
}

/** Query of `POST /predict/batch`, `/predict/stream` and `/jobs`. */
export interface BatchQuery {
  /** Tasks wanted, each once, separated by commas; all three unless told. */
  readonly tasks?: readonly BatchTask[] | undefined;
}

export const batchQuerySchema: z.ZodMiniType<BatchQuery, { tasks?: unknown }> = /* @__PURE__ */ (() =>
  z.strictObject({
    tasks: z.optional(
      z.pipe(
        z.pipe(
          z
            .string()
            .check(
              z.refine(namesTasks, `must be of ${batchTasks.join(', ')}, each once, with commas between`),
            ),
          z.transform((text) => text.split(',')),
        ),
        z.array(z.enum(batchTasks)).check(z.minLength(1), z.maxLength(batchTasks.length)),
      ),
    ),
  }))();

function namesTasks(text: string): boolean {
  const names = text.split(',');
  return (
    new Set(names).size === names.length &&
    names.every((name) => (batchTasks as readonly string[]).includes(name))
  );
}
