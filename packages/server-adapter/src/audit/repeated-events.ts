import { type Clock, isRecent } from '../http/clock.js';
import { recentMap } from '../limits/recent-map.js';

/** Counts events of one kind from one sender, so that whoever repeats them cannot fill a log. */
export interface RepeatedEvents {
  /** `null` for one that is not to be written down; else how many were not since the last that was. */
  count(name: string): number | null;
}

const windowMs = 60_000;
const maxNames = 10_000;
/** As many wrong credentials as lock an address. */
const mostWritten = 5;

interface Counter {
  readonly since: number;
  written: number;
  suppressed: number;
}

/** Lets five of a kind through per minute and sender; the next that is let through tells how many were not. */
export function repeatedEvents(clock: Clock): RepeatedEvents {
  const counters = recentMap<Counter>(maxNames);
  return {
    count(name) {
      const now = clock.now();
      const counter = counters.get(name);
      if (counter === undefined || !isRecent(counter.since, windowMs, now)) {
        counters.put(name, { since: now, written: 1, suppressed: 0 });
        return counter?.suppressed ?? 0;
      }
      if (counter.written < mostWritten) {
        counter.written++;
        return 0;
      }
      counter.suppressed++;
      return null;
    },
  };
}
