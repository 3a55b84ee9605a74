/** Answers of this process: those that were asked for longest ago make room. */
export interface RecentAnswers {
  get(key: string): object | undefined;
  /** @param bytes What it takes, about. */
  set(key: string, answer: object, bytes: number): void;
  /** Bytes that are kept now, about. */
  readonly bytes: number;
}

interface Entry {
  readonly answer: object;
  readonly bytes: number;
  readonly expiresAt: number;
}

/** What an entry takes beside its answer. */
const entryBytes = 200;

/** Keeps answers for a while, up to a number of bytes. One that is larger than a tenth of it is not kept. */
export function recentAnswers(maxBytes: number, ttlMs: number, now: () => number): RecentAnswers {
  const entries = new Map<string, Entry>();
  let bytes = 0;

  function remove(key: string, entry: Entry): void {
    entries.delete(key);
    bytes -= entry.bytes;
  }

  return {
    get bytes() {
      return bytes;
    },
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      if (now() >= entry.expiresAt) {
        bytes -= entry.bytes;
        return undefined;
      }
      entries.set(key, entry);
      return entry.answer;
    },
    set(key, answer, answerBytes) {
      const taken = answerBytes + entryBytes;
      if (taken > maxBytes / 10) return;
      const before = entries.get(key);
      if (before !== undefined) remove(key, before);
      entries.set(key, { answer, bytes: taken, expiresAt: now() + ttlMs });
      bytes += taken;
      for (const [oldest, entry] of entries) {
        if (bytes <= maxBytes) break;
        remove(oldest, entry);
      }
    },
  };
}
