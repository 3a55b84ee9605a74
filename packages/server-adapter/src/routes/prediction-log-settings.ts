import * as z from 'zod/mini';

/** What is recorded of predictions, where there is a queue of events. */
export interface PredictionLogSettings {
  /** Share of the requests whose predictions are recorded, from 0 to 1; 1 unless told. Their ids decide which. */
  readonly sampleShare?: number | undefined;
}

export const predictionLogSchema: z.ZodMiniType = z.optional(
  z.strictObject({ sampleShare: z.optional(z.number().check(z.gte(0), z.lte(1))) }),
);

/** Share of the requests that are recorded. */
export function readSampleShare({ sampleShare = 1 }: PredictionLogSettings = {}): number {
  return sampleShare;
}
