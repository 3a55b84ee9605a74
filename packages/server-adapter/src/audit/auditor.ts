import { isTitansError, TitansError } from '@titans/core';
import type { Clock } from '../http/clock.js';
import type { Logger } from '../logging/logger.js';
import type { Draft, Observer, Passage, Step } from '../passage.js';
import type { AuditEvent, AuditOutcome } from './audit-log.js';
import type { AuditSettings } from './audit-settings.js';
import { auditedRoute, detailsOf } from './audited-routes.js';
import { repeatedEvents } from './repeated-events.js';

/** Writes down what happens in a service. */
export interface Auditor {
  /** Around every handler: what changes something. */
  readonly step: Step;
  /** Behind every answer: wrong credentials, locks, and permissions that were refused. */
  readonly observe: Observer;
  /** Something that no request did. */
  record(action: string): void;
  /** Resolves when everything so far has been kept or has failed. */
  flush(): Promise<void>;
}

/** Refusals that are written down by the code of their problem. */
const refusals: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: 'access.unauthenticated',
  LOCKED_OUT: 'access.locked_out',
  FORBIDDEN: 'access.forbidden',
};

/** Makes the auditor of a service. */
export function auditor(settings: AuditSettings, clock: Clock, logger: Logger): Auditor {
  const { log, onFailure = 'continue' } = settings;
  const pending = new Set<Promise<void>>();
  const repeated = repeatedEvents(clock);

  /** Whether it was kept. */
  async function keep(event: AuditEvent): Promise<boolean> {
    try {
      await log.append(event);
      return true;
    } catch (err) {
      logger.error({ err, audit: event }, 'An entry of the audit log could not be kept.');
      return false;
    }
  }

  function keepBeside(event: AuditEvent): void {
    const keeping = keep(event).then(() => {
      pending.delete(keeping);
    });
    pending.add(keeping);
  }

  async function step(passage: Passage, body: unknown, next: () => Promise<Draft>): Promise<Draft> {
    const { route } = passage;
    const audited = route === null ? undefined : auditedRoute(route.name);
    if (route === null || audited === undefined) return next();
    const details = detailsOf(audited, route.params, body);
    const about = (outcome: AuditOutcome): AuditEvent =>
      eventOf(passage, audited.action, outcome, { ...details, ...passage.notes });
    if (onFailure === 'refuse' && !(await keep(about('begun')))) {
      throw new TitansError('STORE_UNAVAILABLE', 'The audit log cannot be written, so nothing is changed.');
    }
    try {
      const draft = await next();
      await keep(about('success'));
      return draft;
    } catch (error) {
      // A refused permission is written down once, behind the answer.
      if (!isTitansError(error, 'FORBIDDEN')) await keep(about('failure'));
      throw error;
    }
  }

  return {
    step,
    observe(passage) {
      const action = passage.problemCode === null ? undefined : refusals[passage.problemCode];
      if (action === undefined) return;
      const who = passage.principal?.id ?? passage.request.clientAddress ?? 'unknown';
      const suppressed = repeated.count(`${action} ${who}`);
      if (suppressed === null) return;
      const route = passage.route?.name ?? 'unknown';
      const details = { route, ...(suppressed > 0 && { repeated: suppressed }) };
      keepBeside(eventOf(passage, action, 'refused', details));
    },
    record: (action) => keepBeside({ ...nobody, action, outcome: 'success', details: {} }),
    async flush() {
      await Promise.all(pending);
    },
  };
}

const nobody = { actor: null, tenant: null, address: null, requestId: null } as const;

function eventOf(
  { principal, request, requestId }: Passage,
  action: string,
  outcome: AuditOutcome,
  details: AuditEvent['details'],
): AuditEvent {
  return {
    action,
    outcome,
    actor: principal?.id ?? null,
    tenant: principal?.tenant ?? null,
    address: request.clientAddress ?? null,
    requestId,
    details,
  };
}
