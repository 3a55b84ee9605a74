import * as z from 'zod/mini';

export const probability: z.ZodMiniNumber = /* @__PURE__ */ (() => z.number().check(z.gte(0), z.lte(1)))();

/** Members that every prediction carries. */
export interface PredictionEnvelope {
  /** Names this answer, for feedback and for finding it in logs. */
  readonly prediction_id: string;
  /** Seconds that the prediction took on the server. */
  readonly processing_time: number;
  /** Names the exact model: task and the first 12 hexadecimal digits of its artifact's SHA-256. */
  readonly model_version: string;
  /** SHA-256 of what the model's artifact holds, in hexadecimal. */
  readonly model_sha256: string;
}

export const envelope: {
  readonly prediction_id: z.ZodMiniString;
  readonly processing_time: z.ZodMiniNumber;
  readonly model_version: z.ZodMiniString;
  readonly model_sha256: z.ZodMiniString;
} = {
  prediction_id: z.string(),
  processing_time: z.number().check(z.gte(0)),
  model_version: z.string(),
  model_sha256: z.string(),
};

/** One reason for an answer, with the weight it had. */
export interface Contribution {
  readonly feature: string;
  readonly contribution: number;
}

export const contributionSchema: z.ZodMiniType<Contribution> = z.object({
  feature: z.string(),
  contribution: z.number(),
});
