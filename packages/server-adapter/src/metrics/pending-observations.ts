/** Observations that are passed on many at a time. */
export interface PendingObservations<Series> {
  add(series: Series, seconds: number, count: number): void;
  /** Passes on all that wait. */
  readonly flush: () => void;
}

/**
 * Keeps observations until there are so many, or someone asks: then they are passed on in their order. One after the other in
 * a loop takes a tenth of the time that each takes by itself, between all that a request does.
 */
export function pendingObservations<Series>(
  most: number,
  pass: (series: Series, seconds: number, count: number) => void,
): PendingObservations<Series> {
  const series: Series[] = [];
  const seconds = new Float64Array(most);
  const counts = new Float64Array(most);

  function flush(): void {
    // What is passed on may ask for a flush itself.
    const waiting = series.splice(0);
    for (let index = 0; index < waiting.length; index++) {
      pass(waiting[index] as Series, seconds[index] as number, counts[index] as number);
    }
  }

  return {
    add(of, took, count) {
      seconds[series.length] = took;
      counts[series.length] = count;
      if (series.push(of) >= most) flush();
    },
    flush,
  };
}
