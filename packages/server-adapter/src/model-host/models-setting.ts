import type { TrainedSuite } from '@titans/models';
import * as z from 'zod/mini';

/** Where models come from: the directory that `suite.save` wrote, or the suite itself. */
export type ModelsSetting = string | TrainedSuite;

export const modelsSchema: z.ZodMiniType = z.union(
  [
    z.string().check(z.minLength(1)),
    z.custom<TrainedSuite>(
      (value) => typeof value === 'object' && value !== null && 'tasks' in value && 'save' in value,
    ),
  ],
  'must be a directory or a trained suite',
);
