import type { EventType, RouteName } from '@titans/core/contract';
import type { JobRecord } from '../jobs/job-record.js';
import type { Observer } from '../passage.js';
import type { PredictionLog } from '../routes/prediction-log.js';
import type { EventData, Publish } from './event-hub.js';

/** What a request that succeeded is an event of. */
const typeByRoute: Partial<Record<RouteName, EventType>> = {
  feedbackCorrect: 'correction',
  feedbackUndo: 'correction',
  feedbackRelease: 'correction',
  modelPromote: 'models',
  modelRollback: 'models',
  modelReload: 'models',
  experimentStart: 'models',
  experimentStop: 'models',
  experimentConclude: 'models',
  transactionsImport: 'import',
  transactionsImportFile: 'import',
  drift: 'drift',
};

/** Publishes what callers changed: the route, who, and what the handler noted of it. */
export function publishChanges(publish: Publish): Observer {
  return ({ route, principal, tenant, notes, requestId }, { status }) => {
    if (route === null || tenant === null || status >= 300) return;
    const type = Object.hasOwn(typeByRoute, route.name) ? typeByRoute[route.name as RouteName] : undefined;
    if (type === undefined) return;
    publish(tenant.id, type, {
      request_id: requestId,
      route: route.name,
      by: principal?.id ?? 'anonymous',
      ...notes,
    });
  };
}

/** Publishes how jobs get on. */
export function publishJob(publish: Publish, job: JobRecord): void {
  const { id, tenant, state, done, total, failed } = job;
  publish(tenant, 'job', { job_id: id, state, done, total, failed });
}

/** A log that also publishes what it records, whether or not the queue does. */
export function publishingLog(log: PredictionLog, publish: Publish): PredictionLog {
  return {
    record(asker, route, describeRequest, response) {
      log.record(asker, route, describeRequest, response);
      // Taken at once: what waits to be read must not keep requests and whole answers alive.
      publish(asker.tenant.id, 'prediction', shortened(asker.requestId, route, response));
    },
    flush: () => log.flush(),
  };
}

/** What an answer may have that is short and holds no text of the transaction. */
interface ShortMembers {
  readonly [name: string]: unknown;
}

/**
 * At once: an answer that waits to be shortened is kept whole, and those of batches are long. Always the same members, of
 * which those that the answer does not have are left out when the event is read.
 */
function shortened(requestId: string, route: RouteName, response: unknown): EventData {
  const {
    predicted_category,
    confidence,
    abstained,
    predicted_amount,
    is_anomaly,
    anomaly_score,
    risk_level,
    total_processed,
    successful_predictions,
    failed_predictions,
    forecast_period_days,
    model_version,
    processing_time,
  } = (typeof response === 'object' && response !== null ? response : {}) as ShortMembers;
  return {
    prediction_id: requestId,
    route,
    predicted_category,
    confidence,
    abstained,
    predicted_amount,
    is_anomaly,
    anomaly_score,
    risk_level,
    total_processed,
    successful_predictions,
    failed_predictions,
    forecast_period_days,
    model_version,
    processing_time,
  };
}
