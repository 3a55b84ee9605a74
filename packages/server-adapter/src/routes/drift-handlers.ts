import type { ArtifactContent } from '@titans/core';
import type { ColumnsDrift, DriftRequest } from '@titans/core/contract';
import { requestError } from '../http/problem.js';
import type { ModelObserver } from '../metrics/metrics.js';
import type { Tenant } from '../tenants/tenant.js';
import type { WorkThread } from '../work-thread/work-thread.js';
import { type DriftQuestion, predictionsDrift } from './drift-answer.js';
import { sketchAnswers } from './drift-predictions.js';
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

  /** What the models say of both; of those that they were trained on what they said of rows that they had not seen. */
  async function ofPredictions(
    { models }: Tenant,
    { reference, current, alpha, tests }: DriftQuestion,
    signal: AbortSignal | undefined,
  ): Promise<ColumnsDrift> {
    const { suite } = models.current;
    const known = 'sketch' in reference ? suite.reference?.predictions.category : undefined;
    const before =
      'sketch' in reference ? (known ?? null) : await sketchAnswers(suite, reference, null, signal);
    if (before === null) return { drift_detected: false, overall_drift_score: null, features: [] };
    const now = await sketchAnswers(suite, current, before, signal);
    return predictionsDrift(before, now, { alpha, tests });
  }

  return {
    async drift({ tenant, body, signal, note }) {
      const started = performance.now();
      const { account_id: accountId, alpha = defaultAlpha, tests, joint } = body;
      if (joint !== undefined && body.reference === undefined) {
        const message = 'needs a reference: of what the models were trained on no rows are kept';
        throw requestError('REQUEST_INVALID', `A joint test ${message}.`, {
          issues: [{ pointer: '/joint', message }],
        });
      }
      const reference =
        body.reference === undefined
          ? ofTraining(tenant)
          : await sideOf(body.reference, 'reference', tenant, accountId, signal);
      const current = await sideOf(body.current, 'current', tenant, accountId, signal);
      const question = { reference, current, alpha, tests, joint };
      const answer = await thread.ask('drift', question, signal);
      // Once it is known that the transactions are such.
      const predictions = body.predictions === true ? await ofPredictions(tenant, question, signal) : null;
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
      return { ...answer, predictions, processing_time: secondsSince(started) };
    },
  };
}
