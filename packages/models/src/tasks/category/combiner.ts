/** Rows with what each source says of every class. */
export interface SourceScores {
  readonly rows: number;
  readonly classes: number;
  /** Per source, row-major rows × classes: margins, logarithms of probabilities or of ratios. */
  readonly scores: readonly Float64Array[];
  /** Per row how well its payee is known: the weights of its sources. */
  readonly groups: Uint8Array;
}

/** How what the sources say becomes one probability. */
export interface Combiner {
  /** Per group and source, what its scores are multiplied by. */
  readonly weights: readonly Float64Array[];
  /** Per group, the probability that the category is one that the sources do not know, spread evenly. */
  readonly novelty: Float64Array;
}

/**
 * Probabilities, row-major rows × classes: the softmax of the weighted sum of what the sources say (a logarithmic opinion
 * pool, Genest and Zidek 1986), with the novelty of the group mixed in. A class that some source gives −∞ is impossible.
 *
 * @param into Where they are written; new unless told.
 */
export function combine(
  { weights, novelty }: Combiner,
  { rows, classes, scores, groups }: SourceScores,
  into: Float64Array = new Float64Array(rows * classes),
): Float64Array {
  for (let row = 0; row < rows; row++) {
    const group = groups[row] as number;
    const from = row * classes;
    pool(scores, weights[group] as Float64Array, from, classes, into, from);
    const floor = (novelty[group] as number) / classes;
    const share = 1 - (novelty[group] as number);
    for (let at = from; at < from + classes; at++) into[at] = share * (into[at] as number) + floor;
  }
  return into;
}

/** The softmax of the weighted sum of one row's scores, written to `into` from `to` on. */
export function pool(
  scores: readonly Float64Array[],
  weights: Float64Array,
  from: number,
  classes: number,
  into: Float64Array,
  to: number,
): void {
  let highest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < classes; k++) {
    let sum = 0;
    for (let source = 0; source < scores.length; source++) {
      const score = (scores[source] as Float64Array)[from + k] as number;
      // A source of weight 0 still says what is impossible.
      sum += score === Number.NEGATIVE_INFINITY ? score : (weights[source] as number) * score;
    }
    into[to + k] = sum;
    highest = Math.max(highest, sum);
  }
  let total = 0;
  for (let k = to; k < to + classes; k++) {
    const share = Math.exp((into[k] as number) - highest);
    into[k] = share;
    total += share;
  }
  for (let k = to; k < to + classes; k++) into[k] = (into[k] as number) / total;
}
