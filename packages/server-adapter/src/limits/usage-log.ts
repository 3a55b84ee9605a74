/** Units used by one caller within one window, in order of time. */
export interface UsageLog {
  /** Units that still count at this moment. Time must not run backwards; if it does, nothing is forgotten. */
  used(now: number): number;
  add(now: number, units: number): void;
  /** The moment from which at least `units` of the units in use no longer count. */
  freedAt(units: number): number;
}

/** Keeps the units of one window; what has left the window is forgotten when it is next asked. */
export function usageLog(windowMs: number): UsageLog {
  let times: number[] = [];
  let amounts: number[] = [];
  let head = 0;
  let total = 0;

  function forget(now: number): void {
    while (head < times.length && (times[head] as number) <= now - windowMs) {
      total -= amounts[head] as number;
      head++;
    }
    if (head > 64 && head * 2 > times.length) {
      times = times.slice(head);
      amounts = amounts.slice(head);
      head = 0;
    }
  }

  return {
    used(now) {
      forget(now);
      return total;
    },
    add(now, units) {
      const last = times.length - 1;
      if (last >= head && (times[last] as number) >= now) {
        amounts[last] = (amounts[last] as number) + units;
      } else {
        times.push(now);
        amounts.push(units);
      }
      total += units;
    },
    freedAt(units) {
      let freed = 0;
      for (let index = head; index < times.length; index++) {
        freed += amounts[index] as number;
        if (freed >= units) return (times[index] as number) + windowMs;
      }
      return Number.POSITIVE_INFINITY;
    },
  };
}
