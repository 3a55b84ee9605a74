import * as z from 'zod/mini';
import { invalidOption } from '../config/option-schemas.js';
import type { CorsPolicy } from './cors.js';

/** Which web pages may ask. None unless told. */
export interface CorsSettings {
  /** Origins such as `https://app.example.com`, or `*`. */
  readonly origins: readonly string[];
  /** Whether pages may send cookies. Refused together with `*`. */
  readonly credentials?: boolean | undefined;
}

export const corsSchema: z.ZodMiniType = z.optional(
  z.strictObject({
    origins: z.array(
      z.string().check(z.refine((origin) => origin === '*' || isOrigin(origin), 'must be an origin or "*"')),
    ),
    credentials: z.optional(z.boolean()),
  }),
);

/** @throws TitansError `CONFIG_INVALID` where pages of every origin could send cookies. */
export function readCors(cors: CorsSettings | undefined): CorsPolicy {
  const origins = new Set(cors?.origins);
  const credentials = cors?.credentials ?? false;
  if (credentials && origins.has('*')) {
    throw invalidOption('cors', 'must not allow credentials together with the origin "*"');
  }
  return { origins, credentials };
}

function isOrigin(text: string): boolean {
  return !text.includes('*') && URL.canParse(text) && new URL(text).origin === text;
}
