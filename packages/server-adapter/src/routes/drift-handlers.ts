import type { ArtifactContent } from '@titans/core';
import type { DriftRequest } from '@titans/core/contract';
import { requestError } from '../http/problem.js';
import type { ModelObserver } from '../metrics/metrics.js';
import type { Tenant } from '../tenants/tenant.js';
import type { WorkThread } from '../work-thread/work-thread.js';
import type { RouteHandlers } from './handlers.js';
import type { GivenTransactions } from './sent-transactions.js';
import { secondsSince } from './stopwatch.js';
import { daysOf, type ReadStored } from './stored-transactions.js';

/** What the route about drift needs. */
export interface DriftParts {
  readonly thread: WorkThread;
  readonly readStored: ReadStored;
  readonly metrics: ModelObserver | null;
}

const defaultAlpha = 0.05;

/** Handler of comparisons: transactions with earlier ones, sent, stored, or those that the models were trained on. */
export function driftHandlers({ thread, readStored, metrics }: DriftParts): Pick<RouteHandlers, 'drift'> {
  async function sideOf(
    side: DriftRequest['current'],
    name: 'reference' | 'current',
    tenant: Tenant,
    accountId: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<GivenTransactions> {
    if ('transactions' in side) {
      return { requests: side.transactions, pointer: `/${name}/transactions` };
    }
    if (tenant.source === null) {
      const message = 'No transactions are kept here: send those to be compared.';
      throw requestError('REQUEST_INVALID', message, { issues: [{ pointer: `/${name}`, message }] });
    }
    const selection = { ...daysOf(side, `/${name}/from`), ...(accountId === undefined ? {} : { accountId }) };
    const { columns } = await readStored(tenant.source, selection, signal);
    return { columns };
  }

  /** What is kept of the transactions that the models were trained on. */
  function ofTraining({ models }: Tenant): { readonly sketch: ArtifactContent } {
    const { reference } = models.current.suite;
    if (reference !== null) return { sketch: reference.transactions.toArtifact() };
    const message = 'The models were saved without a sketch of their transactions: give a reference.';
    throw requestError('REQUEST_INVALID', message, { issues: [{ pointer: '/reference', message }] });
  }

  return {
    async drift({ tenant, body, signal, note }) {
      const started = performance.now();
      const { account_id: accountId, alpha = defaultAlpha } = body;
      const reference =
        body.reference === undefined
          ? ofTraining(tenant)
          : await sideOf(body.reference, 'reference', tenant, accountId, signal);
      const current = await sideOf(body.current, 'current', tenant, accountId, signal);
      const answer = await thread.ask('drift', { reference, current, alpha }, signal);
      const drifted = answer.features.filter(({ state }) => state === 'drift');
      note({
        drift_detected: answer.drift_detected,
        drifted_features: drifted.map(({ feature }) => feature).join(', '),
      });
      const { total_features: total, drifted_features: changed } = answer.summary;
      metrics?.compared({
        score: answer.overall_drift_score,
        driftedShare: total === 0 ? 0 : changed / total,
      });
      return { ...answer, processing_time: secondsSince(started) };
    },
  };
}
