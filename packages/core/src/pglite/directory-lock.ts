import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { TitansError } from '../errors/titans-error.js';
import { fileErrorCode, storeError } from '../files/store-error.js';

/** Who holds a lock. */
interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process started, where the system tells; a process id alone is used again after a while. */
  readonly startedAt: string | null;
  readonly token: string;
}

/** Gives the lock back. */
export type Unlock = () => Promise<void>;

/**
 * Takes a lock file. A lock that a process of this host left behind when it died is taken over.
 *
 * @throws TitansError `DATABASE_LOCKED` if a living process, or a process of another host, holds it.
 */
export async function lockFile(path: string): Promise<Unlock> {
  const owner: Owner = {
    pid: process.pid,
    host: hostname(),
    startedAt: (await processOf(process.pid))?.startedAt ?? null,
    token: randomUUID(),
  };
  while (!(await createLock(path, owner))) {
    const holder = await readOwner(path);
    if (holder === undefined) continue;
    if (holder === 'unreadable' || (await isAlive(holder))) throw lockedError(path, holder);
    await removeStale(path, holder);
  }
  return async () => {
    const holder = await readOwner(path);
    if (holder !== undefined && holder !== 'unreadable' && holder.token === owner.token)
      await rm(path, { force: true });
  };
}

/** Makes the lock with its content in one step, so that nobody ever reads half of it. */
async function createLock(path: string, owner: Owner): Promise<boolean> {
  const own = `${path}.${owner.token}.new`;
  try {
    await writeFile(own, JSON.stringify(owner));
    await link(own, path);
    return true;
  } catch (error) {
    if (fileErrorCode(error) === 'EEXIST') return false;
    throw storeError('write', path, error);
  } finally {
    await rm(own, { force: true });
  }
}

/** The holder, or `undefined` if the lock was given back meanwhile. */
async function readOwner(path: string): Promise<Owner | 'unreadable' | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT') return undefined;
    throw storeError('read', path, error);
  }
  try {
    const { pid, host, startedAt, token }: Partial<Owner> = JSON.parse(text);
    const isOwner = typeof pid === 'number' && typeof host === 'string' && typeof token === 'string';
    return isOwner ? { pid, host, token, startedAt: startedAt ?? null } : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

async function isAlive(holder: Owner): Promise<boolean> {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (fileErrorCode(error) === 'ESRCH') return false;
  }
  const found = await processOf(holder.pid);
  if (found === null) return true;
  return !found.hasEnded && (holder.startedAt === null || holder.startedAt === found.startedAt);
}

/**
 * Removes a stale lock, and no other. Whoever does so holds a lock named after the stale one meanwhile, so that nobody
 * removes the lock of a process that was faster.
 */
async function removeStale(path: string, stale: Owner): Promise<void> {
  const finish = await lockFile(`${path}.${stale.token}`);
  try {
    const holder = await readOwner(path);
    if (holder !== undefined && holder !== 'unreadable' && holder.token === stale.token)
      await rm(path, { force: true });
  } finally {
    await finish();
  }
}

/** A process as Linux shows it. */
interface ProcessEntry {
  /** Boot and start time, which no other process shares. */
  readonly startedAt: string;
  /** It was killed and is being taken down, or waits for its parent to take notice: it runs no code any more. */
  readonly hasEnded: boolean;
}

/** The kernel's PF_EXITING (include/linux/sched.h). */
const exitingFlag = 0x4;

/** From /proc (proc(5), fields 3, 9 and 22 of stat); `null` on other systems. */
async function processOf(pid: number): Promise<ProcessEntry | null> {
  try {
    const [boot, stat] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const hasEnded = /^[ZX]/.test(fields[0] ?? '') || (Number(fields[6]) & exitingFlag) !== 0;
    return { startedAt: `${boot.trim()}:${fields[19]}`, hasEnded };
  } catch {
    return null;
  }
}

function lockedError(path: string, holder: Owner | 'unreadable'): TitansError {
  const who =
    holder === 'unreadable'
      ? 'a process that did not say who it is'
      : `process ${holder.pid} on ${holder.host}`;
  return new TitansError(
    'DATABASE_LOCKED',
    `The database directory is in use by ${who}. Close it there; if that process no longer exists, delete ${path}.`,
    { details: { source: path, ...(holder === 'unreadable' ? {} : { pid: holder.pid, host: holder.host }) } },
  );
}
