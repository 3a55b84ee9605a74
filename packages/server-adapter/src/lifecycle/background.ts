/**
 * Whether timers end with the request in which they were set, and nothing that waits may be shared by requests: so it is in
 * Cloudflare Workers, which say who they are by this name (WinterTC, Minimum Common Web API).
 */
export const endsWithRequests: boolean =
  (globalThis as { readonly navigator?: { readonly userAgent?: string } }).navigator?.userAgent ===
  'Cloudflare-Workers';

/** Work that is done by itself. It must not reject. */
export type BackgroundWork = () => unknown;

/** What goes on beside requests. */
export interface Background {
  /** Does it every so often, and keeps no process alive by it. Gives what ends it. */
  every(milliseconds: number, work: BackgroundWork): () => void;
  /** Does it as soon as may be, without keeping the request that asks for it. */
  soon(work: BackgroundWork): void;
  /** Does what is due, where nothing goes on by itself: to be called once a request is answered, which then lasts longer. */
  catchUp(): Promise<void>;
}

/** By timers, which every process has. */
function timedBackground(): Background {
  return {
    every(milliseconds, work) {
      const timer = setInterval(() => void work(), milliseconds);
      timer.unref?.();
      return () => clearInterval(timer);
    },
    soon: (work) => void work(),
    catchUp: async () => undefined,
  };
}

/** By requests: what is due is done after the next that is answered. */
export function requestedBackground(now: () => number = () => performance.now()): Background {
  const recurring = new Set<{ readonly milliseconds: number; readonly work: BackgroundWork; at: number }>();
  let waiting: BackgroundWork[] = [];
  return {
    every(milliseconds, work) {
      const entry = { milliseconds, work, at: now() + milliseconds };
      recurring.add(entry);
      return () => void recurring.delete(entry);
    },
    soon: (work) => void waiting.push(work),
    async catchUp() {
      const due = waiting;
      waiting = [];
      for (const entry of recurring) {
        if (entry.at > now()) continue;
        entry.at = now() + entry.milliseconds;
        due.push(entry.work);
      }
      await Promise.all(due.map((work) => work()));
    },
  };
}

/** Of this runtime. */
export const background: Background = endsWithRequests ? requestedBackground() : timedBackground();
