import { type AuditHead, type AuditLog, emptyHead } from './audit-log.js';
import { type AuditLogOptions, chainedLog } from './chained-log.js';

/**
 * Keeps an audit log in this process, until it ends: for tests, and for trying things out.
 *
 * @example
 * ```ts
 * import { createTitans, memoryAuditLog } from '@titans/server-adapter';
 *
 * const log = memoryAuditLog();
 * const titans = await createTitans({
 *   models: './models',
 *   auth: { apiKeys: process.env.TITANS_API_KEYS },
 *   audit: { log },
 * });
 * console.table(await log.read());
 * ```
 */
export function memoryAuditLog(options: AuditLogOptions = {}): AuditLog {
  const texts: string[] = [];
  let head: AuditHead = emptyHead;
  return chainedLog(
    {
      async append(make) {
        const sealed = make(head);
        texts.push(sealed.text);
        head = { sequence: sealed.entry.sequence, hash: sealed.entry.hash };
        return sealed;
      },
      read: async (after, limit) => texts.slice(after, after + limit),
      head: async () => head,
      close: async () => undefined,
    },
    options,
  );
}
