/** A figure of rows that are there as often as told, by row. */
export type FigureOfCopies = (copies: ArrayLike<number>) => number;

/**
 * The area under the ROC curve of resamples of the same rows, as `rocAuc` gives it of each: rows are sorted once, so
 * that a resample takes time linear in them.
 *
 * @param outcomes 1 for the event, 0 for its absence.
 * @param scores One finite number per row.
 */
export function rocAucOfResamples(outcomes: ArrayLike<number>, scores: ArrayLike<number>): FigureOfCopies {
  const { order, endsTie } = ties(scores, (a, b) => a - b);
  return (copies) => {
    // Half-units keep the count of pairs whole.
    let [halves, allEvents, below, events, others] = [0, 0, 0, 0, 0];
    for (let i = 0; i < order.length; i++) {
      const row = order[i] as number;
      if (outcomes[row] === 1) events += copies[row] as number;
      else others += copies[row] as number;
      if (endsTie[i] === 0) continue;
      halves += events * (2 * below + others);
      allEvents += events;
      below += others;
      events = 0;
      others = 0;
    }
    return halves / (2 * allEvents * below);
  };
}

/** The average precision of resamples, as `averagePrecision` gives it of each; otherwise as {@link rocAucOfResamples}. */
export function averagePrecisionOfResamples(
  outcomes: ArrayLike<number>,
  scores: ArrayLike<number>,
): FigureOfCopies {
  const { order, endsTie } = ties(scores, (a, b) => b - a);
  return (copies) => {
    let [sum, found, taken, events] = [0, 0, 0, 0];
    for (let i = 0; i < order.length; i++) {
      const row = order[i] as number;
      taken += copies[row] as number;
      if (outcomes[row] === 1) events += copies[row] as number;
      if (endsTie[i] === 0) continue;
      found += events;
      if (events > 0) sum += (events * found) / taken;
      events = 0;
    }
    return sum / found;
  };
}

/** Rows in the order of their scores, and 1 at the last row of each score. */
function ties(
  scores: ArrayLike<number>,
  compare: (a: number, b: number) => number,
): { readonly order: Uint32Array; readonly endsTie: Uint8Array } {
  const order = Uint32Array.from({ length: scores.length }, (_, row) => row).sort((a, b) =>
    compare(scores[a] as number, scores[b] as number),
  );
  const endsTie = Uint8Array.from(order, (row, i) => (scores[row] === scores[order[i + 1] ?? -1] ? 0 : 1));
  return { order, endsTie };
}
