/** Adds to an audit log whose files are ended every few entries, in a process of its own, to be killed. Tells each entry that is kept. */
import { fileAuditLog } from '../../packages/server-adapter/src/audit/file-audit-log.js';

/** What the process is told. */
export interface AuditOrder {
  readonly path: string;
  /** Entries that are added at a time. */
  readonly together: number;
}

const told = new Promise<AuditOrder>((resolve) => process.once('message', resolve));
process.send?.('ready');
const { path, together } = await told;
const log = await fileAuditLog(path, { rotation: { maxBytes: 4_096 } });
for (;;) {
  const added = Array.from({ length: together }, () =>
    log
      .append({
        action: 'key.created',
        outcome: 'success',
        actor: 'admin',
        tenant: 'default',
        address: '198.51.100.7',
        requestId: 'request-1',
        details: {},
      })
      .then(({ sequence, hash }) => process.send?.({ sequence, hash })),
  );
  await Promise.all(added);
}
