import * as z from 'zod/mini';
import { numberFromTo } from './number-from-to.js';

export const probability: z.ZodMiniType<number> = /* @__PURE__ */ numberFromTo(0, 1);

/** How long something took. */
export const seconds: z.ZodMiniType<number> = /* @__PURE__ */ numberFromTo(0);

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
  readonly processing_time: z.ZodMiniType<number>;
  readonly model_version: z.ZodMiniString;
  readonly model_sha256: z.ZodMiniString;
} = {
  prediction_id: z.string(),
  processing_time: seconds,
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
