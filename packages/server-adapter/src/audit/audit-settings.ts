import * as z from 'zod/mini';
import { having } from '../config/option-schemas.js';
import type { AuditLog } from './audit-log.js';

/** What is written down of what happens, and where. */
export interface AuditSettings {
  /** It is not closed by Titans. */
  readonly log: AuditLog;
  /**
   * What happens when an entry cannot be kept. `"continue"`, unless told: the entry goes to the logger as an error, and the
   * work goes on. `"refuse"`: before anything is changed an entry says that it is begun, and where that cannot be kept the
   * request is answered 503 and changes nothing.
   */
  readonly onFailure?: 'continue' | 'refuse' | undefined;
}

export const auditSchema: z.ZodMiniType = z.optional(
  z.strictObject({
    log: having<AuditLog>('an audit log', 'append', 'read', 'verify'),
    onFailure: z.optional(z.enum(['continue', 'refuse'])),
  }),
);
