import { TitansError } from '@titans/core';
import { type AppendedFile, openAppendedFile } from './audit-file.js';
import { type AuditHead, type AuditLog, emptyHead } from './audit-log.js';
import { checkEntry, readEntry, type SealedEntry } from './chain.js';
import { type AuditLogOptions, type AuditStorage, chainedLog } from './chained-log.js';

interface Waiting {
  readonly make: (head: AuditHead) => SealedEntry;
  readonly done: (sealed: SealedEntry) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Keeps an audit log in a file of JSON lines, which only this process may write to and only its owner may read. An entry is
 * on the disk when `append` resolves; those that are added at the same time share one write. A restart goes on where the
 * file ends. A line that was being written when the process was killed, and which nobody was told of, is taken away, and
 * an entry `audit.repaired` says so.
 *
 * Who can change the file can also cut it off, or write all of it anew: only an end or a checkpoint that is kept elsewhere
 * shows that.
 *
 * @throws TitansError `SOURCE_UNREADABLE` if the file cannot be opened, `SOURCE_INVALID` if its last line is no entry. From
 * its methods: `CONFLICT` if someone else has written to the file.
 * @example
 * ```ts
 * import { fileAuditLog } from '@titans/server-adapter';
 *
 * const log = await fileAuditLog('./audit.ndjson');
 * const verdict = await log.verify();
 * if (verdict.state === 'broken') console.error(`Entry ${verdict.sequence}: ${verdict.reason}`);
 * ```
 */
export async function fileAuditLog(path: string, options: AuditLogOptions = {}): Promise<AuditLog> {
  const file = await openAppendedFile(path);
  let head = await headIn(file);
  let waiting: Waiting[] = [];
  let isWriting = false;

  async function write(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const together = waiting;
      waiting = [];
      const made: { readonly sealed: SealedEntry; readonly from: Waiting }[] = [];
      let end = head;
      for (const from of together) {
        try {
          const sealed = from.make(end);
          made.push({ sealed, from });
          end = { sequence: sealed.entry.sequence, hash: sealed.entry.hash };
        } catch (error) {
          // An event that cannot be written takes none of the others with it.
          from.failed(error);
        }
      }
      try {
        await file.append(made.map(({ sealed }) => sealed.text));
        head = end;
        for (const { sealed, from } of made) from.done(sealed);
      } catch (error) {
        for (const { from } of made) from.failed(error);
      }
    }
    isWriting = false;
  }

  const storage: AuditStorage = {
    append: (make) =>
      new Promise((done, failed) => {
        waiting.push({ make, done, failed });
        if (!isWriting) void write();
      }),
    read: (after, limit) => file.read(after, limit),
    head: async () => head,
    close: () => file.close(),
  };
  const log = chainedLog(storage, options);
  if (file.tornBytes > 0) {
    await log.append({
      action: 'audit.repaired',
      outcome: 'success',
      actor: null,
      tenant: null,
      address: null,
      requestId: null,
      details: { removed_bytes: file.tornBytes },
    });
  }
  return log;
}

async function headIn(file: AppendedFile): Promise<AuditHead> {
  try {
    return headOf(file.lastLine);
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The end that the last line says, which must be right in itself. */
function headOf(line: string | null): AuditHead {
  if (line === null) return emptyHead;
  try {
    const { sequence, previous } = readEntry(line);
    const { entry } = checkEntry(line, { sequence: sequence - 1, hash: previous });
    if (entry !== null) return { sequence, hash: entry.hash };
  } catch {
    // It is no JSON.
  }
  throw new TitansError(
    'SOURCE_INVALID',
    'The last line of the audit log is not an entry as it was written. Keep the file, and start another one.',
  );
}
