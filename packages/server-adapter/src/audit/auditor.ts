import { isTitansError, TitansError } from '@titans/core';
import { networkOf } from '../auth/network.js';
import type { Clock } from '../http/clock.js';
import type { Route } from '../http/router.js';
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
  /** A credential that was refused before there was a request: at the handshake of a WebSocket, or by the host. */
  refused(error: unknown, clientAddress: string | undefined): void;
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
    const about = (outcome: AuditOutcome): AuditEvent => ({
      ...subjectOf(passage),
      action: audited.action,
      outcome,
      details: { ...details, ...passage.notes },
    });
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

  function keepRefusal(code: string, route: string, about: AuditSubject): void {
    const action = Object.hasOwn(refusals, code) ? refusals[code] : undefined;
    if (action === undefined) return;
    const suppressed = repeated.count(`${action} ${senderOf(about)}`);
    if (suppressed === null) return;
    const details = { route, ...(suppressed > 0 && { repeated: suppressed }) };
    keepBeside({ ...about, action, outcome: 'refused', details });
  }

  return {
    step: Object.assign(step, { concerns: ({ name }: Route) => auditedRoute(name) !== undefined }),
    observe(passage) {
      if (passage.problemCode === null) return;
      keepRefusal(passage.problemCode, passage.route?.name ?? 'unknown', subjectOf(passage));
    },
    refused(error, clientAddress) {
      if (!isTitansError(error)) return;
      keepRefusal(error.code, 'none', { ...nobody, address: clientAddress ?? null });
    },
    record: (action) => keepBeside({ ...nobody, action, outcome: 'success', details: {} }),
    async flush() {
      await Promise.all(pending);
    },
  };
}

/** Whom an event is about. */
type AuditSubject = Pick<AuditEvent, 'actor' | 'tenant' | 'address' | 'requestId'>;

const nobody: AuditSubject = { actor: null, tenant: null, address: null, requestId: null };

/** Who repeats it: a credential, or an address with its whole network, which is one client's. */
function senderOf({ tenant, actor, address }: AuditSubject): string {
  if (actor !== null) return `${tenant}:${actor}`;
  return address === null ? 'unknown' : networkOf(address);
}

function subjectOf({ principal, request, requestId }: Passage): AuditSubject {
  return {
    actor: principal?.id ?? null,
    tenant: principal?.tenant ?? null,
    address: request.clientAddress ?? null,
    requestId,
  };
}
