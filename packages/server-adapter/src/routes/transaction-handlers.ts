import { defaultAccountId } from '@titans/core';
import type { ImportResponse } from '@titans/core/contract';
import { requestError } from '../http/problem.js';
import type { Tenant } from '../tenants/tenant.js';
import type { TransactionStore } from '../tenants/transaction-store.js';
import type { ByteStream, RouteHandlers } from './handlers.js';
import { importFile } from './import-file.js';
import { type Imported, importRecords } from './import-records.js';
import type { PerformanceMonitors } from './performance-monitors.js';
import { secondsSince } from './stopwatch.js';
import { daysOf, type ReadStored } from './stored-transactions.js';
import { transactionPage } from './transaction-pages.js';

const defaultLimit = 100;
const mostRejections = 100;

/** Handlers of stored transactions. Without a place to store them they are as if they were not there. */
export function transactionHandlers(
  readStored: ReadStored,
  monitors: PerformanceMonitors | null,
): Pick<RouteHandlers, 'transactionsList' | 'transactionsImport' | 'transactionsImportFile'> {
  return {
    async transactionsList({ tenant: { source }, query, signal }) {
      if (source === null) throw notKept();
      const { account_id: accountId = defaultAccountId, limit = defaultLimit, cursor } = query;
      const { from, to } = daysOf(query, '?from');
      return transactionPage(
        (first, last, most) => {
          const days = { ...(first ? { from: first } : {}), ...(last ? { to: last } : {}) };
          return readStored(source, { accountId, limit: most, ...days }, signal);
        },
        { from, to, limit, cursor },
      );
    },

    async transactionsImport({ tenant, body, signal, note }) {
      const started = performance.now();
      const imported = await importRecords(storeOf(tenant).loader(), body.transactions, signal);
      await tenant.models.transactionsStored(imported.days);
      const refused = new Set(imported.rejections.map(({ row }) => row));
      monitors?.imported(
        tenant,
        body.transactions.filter((_, index) => !refused.has(index + 1)),
      );
      note({ ...imported.rows });
      return importResponse(imported, started);
    },

    async transactionsImportFile({ tenant, body, query, signal, charge, note }) {
      const started = performance.now();
      const loader = storeOf(tenant).loader();
      const file = { bytes: await whole(body), name: query.name, accountId: query.account_id };
      const imported = await importFile(loader, file, charge, signal);
      await tenant.models.transactionsStored(imported.days);
      note({ ...imported.rows });
      return importResponse(imported, started);
    },
  };
}

function importResponse({ rows, rejections }: Imported, started: number): ImportResponse {
  const { in: read, loaded, updated, unchanged, quarantined } = rows;
  return {
    rows: { in: read, loaded, updated, unchanged, quarantined },
    rejections: rejections
      .slice(0, mostRejections)
      .map(({ row, code, message, field, value }) => ({ row, code, message, field, value })),
    processing_time: secondsSince(started),
  };
}

/** The bytes of a body; how many may come, its reader has made sure of. */
async function whole(body: ByteStream): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece.slice());
  return Buffer.concat(pieces);
}

function storeOf({ warehouse }: Tenant): TransactionStore {
  if (warehouse !== null) return warehouse;
  throw notKept();
}

function notKept(): Error {
  return requestError('ROUTE_NOT_FOUND', 'Stored transactions are not configured here.');
}
