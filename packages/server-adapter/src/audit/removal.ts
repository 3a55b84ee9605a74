import type { AuditEntry, AuditEvent, AuditHead } from './audit-log.js';

/** The action of entries that say that a log has removed its oldest files. */
export const removalAction = 'audit.removed';

/** The event that is written down before so many files are removed; name and last entry of the latest of them are given. */
export function removalEvent(files: number, last: string, { sequence, hash }: AuditHead): AuditEvent {
  return { ...ofTheLog(removalAction), details: { file: last, files, through: sequence, hash } };
}

/** The end of what an entry says was removed; `null` where it says no such thing. */
export function removedThrough({ action, outcome, details }: AuditEntry): AuditHead | null {
  const { through, hash } = details;
  const isRemoval = action === removalAction && outcome === 'success';
  return isRemoval && typeof through === 'number' && typeof hash === 'string'
    ? { sequence: through, hash }
    : null;
}

/** An event of the log itself, which nobody has caused. */
export function ofTheLog(action: string): AuditEvent {
  return {
    action,
    outcome: 'success',
    actor: null,
    tenant: null,
    address: null,
    requestId: null,
    details: {},
  };
}
