import * as z from 'zod/mini';
import { integer } from './integer.js';

/** One offending member of a request. */
export interface ProblemIssue {
  /** JSON pointer (RFC 6901) into the body, or `?name` for a query parameter. */
  readonly pointer: string;
  readonly message: string;
}

export const problemIssueSchema: z.ZodMiniType<ProblemIssue> = z.object({
  pointer: z.string(),
  message: z.string(),
});

/**
 * Every error answer: RFC 9457 problem details (`application/problem+json`) that also carry the five members of the
 * specification (`error`, `message`, `status_code`, `timestamp`, `path`).
 */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  /** Code of the error, one of the core's error codes. */
  readonly code: string;
  /** Always true. */
  readonly error: boolean;
  readonly message: string;
  readonly status_code: number;
  readonly timestamp: string;
  readonly path: string;
  readonly issues?: readonly ProblemIssue[] | undefined;
}

export const problemDetailsSchema: z.ZodMiniType<ProblemDetails> = z.object({
  type: z.string(),
  title: z.string(),
  status: integer,
  detail: z.string(),
  instance: z.string(),
  code: z.string(),
  // A literal would say the same, with more code in every bundle that reads answers with it.
  error: z.boolean().check(({ value, issues }) => {
    if (!value) issues.push({ code: 'custom', input: value });
  }),
  message: z.string(),
  status_code: integer,
  timestamp: z.string(),
  path: z.string(),
  issues: z.optional(z.array(problemIssueSchema)),
});
