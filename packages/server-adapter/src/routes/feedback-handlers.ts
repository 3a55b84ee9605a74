import {
  defaultAccountId,
  fromEpochDay,
  isTitansError,
  TitansError,
  type TransactionSource,
  valueAt,
} from '@titans/core';
import type { Correction, CorrectionRequest } from '@titans/core/contract';
import type { TransactionQuery } from '@titans/models';
import type { RecordedCorrection } from '@titans/models/lifecycle';
import { inTime } from '../http/in-time.js';
import { requestError } from '../http/problem.js';
import type { Logger } from '../logging/logger.js';
import type { ServedModels } from '../model-host/model-host.js';
import type { Tenant } from '../tenants/tenant.js';
import type { RouteHandlers } from './handlers.js';
import { isObjection, objectionTo } from './model-errors.js';
import { cursorOf, nameOf } from './model-handlers.js';
import type { PerformanceMonitors } from './performance-monitors.js';
import { toTransactionQuery } from './transaction-query.js';

/** What the routes about corrections need. */
export interface FeedbackParts {
  /** Longest wait for the corrections, and for the source of a stored transaction. */
  readonly timeoutMs: number;
  /** `null` where models are not watched. */
  readonly monitors: PerformanceMonitors | null;
  readonly logger: Logger;
}

const pageLimit = 100;

/** Handlers of the routes that take corrections. */
export function feedbackHandlers({
  timeoutMs,
  monitors,
  logger,
}: FeedbackParts): Pick<
  RouteHandlers,
  'feedbackCorrect' | 'feedbackList' | 'feedbackUndo' | 'feedbackRelease'
> {
  function waited<T>(work: Promise<T>): Promise<T> {
    return inTime(work, timeoutMs, () => {
      throw new TitansError('STORE_UNAVAILABLE', `Corrections took longer than ${timeoutMs} ms.`);
    });
  }

  return {
    async feedbackCorrect({ tenant, body, principal, signal }) {
      const { models, id: scope } = tenant;
      const query = await waited(transactionOf(body, tenant.source, signal));
      const { description, merchantName, date } = query;
      const correction = {
        transaction: {
          ...(description !== undefined && { description }),
          ...(merchantName !== undefined && { merchantName }),
          ...(date !== undefined && { date }),
        },
        ...(body.category !== undefined && {
          category: body.category,
          previousCategory: answerBefore(models.current, query, body),
        }),
        ...(body.is_anomaly !== undefined && { isAnomaly: body.is_anomaly }),
        accountId: body.account_id ?? body.transaction?.account_id ?? defaultAccountId,
        transactionId: body.transaction_id ?? body.transaction?.transaction_id ?? null,
        by: nameOf(principal),
      };
      try {
        const recorded = await waited(
          models.feedback.append(scope, correction, {
            knownCategories: models.current.knownCategories,
            ...(signal && { signal }),
          }),
        );
        // What is held may be wrong, and decides nothing until it is released.
        const { id: correctionId, accountId, transactionId, category, state } = recorded;
        if (category !== null) {
          const predictionId = body.prediction_id ?? null;
          const label = { correctionId, predictionId, accountId, transactionId, category };
          tenant.experiments?.labelled(label, state === 'applied');
        }
        await takeIn(tenant);
        const info = correctionInfo(recorded);
        monitors?.corrected(tenant, body, info);
        return info;
      } catch (error) {
        throw isObjection(error) || isTitansError(error, 'LIMIT_EXCEEDED') ? objectionOf(error, body) : error;
      }
    },

    async feedbackList({ tenant, query, signal }) {
      const { limit = pageLimit, cursor, state } = query;
      const after = cursor === undefined ? 0 : cursorOf(cursor);
      // One more than the page holds tells whether there is another.
      const asked = {
        after,
        limit: Math.min(limit + 1, 1_000),
        ...(state && { state }),
        ...(signal && { signal }),
      };
      const found = await waited(tenant.models.feedback.list(tenant.id, asked));
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const isMore = found.length > limit || (limit === 1_000 && page.length === limit);
      return {
        corrections: page.map(correctionInfo),
        next_cursor: isMore && last !== undefined ? String(last.sequence) : null,
      };
    },

    async feedbackUndo({ tenant, params, principal, signal }) {
      const options = { by: nameOf(principal), ...(signal && { signal }) };
      const undone = await waited(tenant.models.feedback.undo(tenant.id, params.correction_id, options));
      await takeIn(tenant);
      const info = correctionInfo(undone);
      tenant.experiments?.decided(undone.id, false);
      monitors?.decided(tenant, info);
      return info;
    },

    async feedbackRelease({ tenant, params, principal, signal }) {
      const { feedback, current } = tenant.models;
      const { knownCategories } = current;
      const options = { by: nameOf(principal), knownCategories, ...(signal && { signal }) };
      const released = await waited(
        feedback.release(tenant.id, params.correction_id, options).catch((error: unknown) => {
          throw isTitansError(error, 'LIMIT_EXCEEDED') ? requestError('CONFLICT', error.message) : error;
        }),
      );
      await takeIn(tenant);
      const info = correctionInfo(released);
      tenant.experiments?.decided(released.id, true);
      monitors?.decided(tenant, info);
      return info;
    },
  };

  /** From the answer on, predictions here know of it; other processes take it in as they follow the corrections. */
  async function takeIn({ id, models }: Tenant): Promise<void> {
    try {
      await waited(models.readCorrections());
    } catch (error) {
      // It is recorded, and will be taken in with the next look at the corrections.
      logger.warn({ tenant: id, err: error }, 'A correction could not be taken in yet.');
    }
  }
}

/** The transaction that a correction is of. */
async function transactionOf(
  { transaction, transaction_id, account_id = defaultAccountId }: CorrectionRequest,
  source: TransactionSource | null,
  signal: AbortSignal | undefined,
): Promise<TransactionQuery> {
  if (transaction !== undefined) return toTransactionQuery(transaction);
  if (source === null) {
    const message = 'transactions are not stored here: describe it in "transaction"';
    throw requestError('REQUEST_INVALID', message, { issues: [{ pointer: '/transaction_id', message }] });
  }
  const table = await source.transactions({ accountId: account_id, ...(signal && { signal }) });
  const { id, date, description, merchantName } = table.columns;
  const code = id.values.indexOf(transaction_id as string);
  const row = code < 0 ? -1 : id.codes.lastIndexOf(code);
  if (row < 0) throw requestError('NOT_FOUND', 'The account has no transaction of that id.');
  const merchant = valueAt(merchantName, row);
  return {
    description: valueAt(description, row) as string,
    date: fromEpochDay(date[row] as number),
    ...(merchant !== null && { merchantName: merchant }),
  };
}

/** What was answered before, asked again; `null` where there is no model, or it objects. */
function answerBefore(
  { suite }: ServedModels,
  query: TransactionQuery,
  body: CorrectionRequest,
): string | null {
  if (!suite.tasks.includes('category')) return null;
  try {
    return suite.category.predict(query).category;
  } catch (error) {
    if (isObjection(error)) throw objectionOf(error, body);
    throw error;
  }
}

/** An objection to a correction, where the request says what is objected to. */
function objectionOf(error: TitansError, { transaction }: CorrectionRequest): TitansError {
  const { field } = error.details;
  if (field === 'category') return objectionTo(error);
  if (transaction !== undefined && field !== 'transaction') return objectionTo(error, '/transaction');
  const pointer = transaction === undefined ? '/transaction_id' : '/transaction';
  return requestError('REQUEST_INVALID', error.message, { issues: [{ pointer, message: error.message }] });
}

function correctionInfo(one: RecordedCorrection): Correction {
  return {
    correction_id: one.id,
    state: one.state,
    category: one.category,
    is_anomaly: one.isAnomaly,
    previous_category: one.previousCategory,
    transaction_id: one.transactionId,
    made_by: one.by,
    made_at: one.at,
  };
}
