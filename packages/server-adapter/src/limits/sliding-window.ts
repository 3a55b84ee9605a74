import type { CheckedWindow } from './policy.js';
import type { WindowAlgorithm } from './window-algorithm.js';

/** Units used by one caller within one window, in order of time. */
export interface UsageLog {
  times: number[];
  amounts: number[];
  /** Index of the first one that still counts. */
  head: number;
  /** Units that still count. */
  used: number;
}

const fewestToTidy = 64;

/**
 * The exact log: a unit used at `t` counts until just before `t` + window. Memory is bounded by the limit; a decision
 * takes constant time on average.
 */
export function slidingWindowAlgorithm({
  limit,
  windowMs,
}: Pick<CheckedWindow, 'limit' | 'windowMs'>): WindowAlgorithm<UsageLog> {
  function forget(log: UsageLog, moment: number): void {
    const { times, amounts } = log;
    const gone = moment - windowMs;
    let { head } = log;
    while (head < times.length && (times[head] as number) <= gone) {
      log.used -= amounts[head] as number;
      head++;
    }
    if (head === times.length && head > 0) {
      log.times = [];
      log.amounts = [];
      head = 0;
    } else if (head > fewestToTidy && head * 2 > times.length) {
      log.times = times.slice(head);
      log.amounts = amounts.slice(head);
      head = 0;
    }
    log.head = head;
  }

  return {
    start: () => ({ times: [], amounts: [], head: 0, used: 0 }),
    setBack({ times, amounts, head }, now) {
      if ((times.at(-1) ?? now) <= now) return;
      let units = 0;
      while (times.length > head && (times.at(-1) as number) > now) {
        units += amounts.pop() as number;
        times.pop();
      }
      times.push(now);
      amounts.push(units);
    },
    waitMs(log, moment, units) {
      forget(log, moment);
      let excess = log.used + units - limit;
      if (excess <= 0) return 0;
      let index = log.head;
      for (; index < log.times.length; index++) {
        excess -= log.amounts[index] as number;
        if (excess <= 0) break;
      }
      return (log.times[index] as number) + windowMs - moment;
    },
    use(log, moment, units) {
      const last = log.times.length - 1;
      if (last >= log.head && log.times[last] === moment) {
        log.amounts[last] = (log.amounts[last] as number) + units;
      } else {
        log.times.push(moment);
        log.amounts.push(units);
      }
      log.used += units;
    },
    remaining: ({ used }) => limit - used,
    resetMs: ({ times, head }, moment) =>
      head < times.length ? (times[head] as number) + windowMs - moment : 0,
  };
}
