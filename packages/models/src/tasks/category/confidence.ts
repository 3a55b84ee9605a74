/** How scores become probabilities that mean what they say. */
export interface Confidence {
  /** What scores are divided by before the softmax (Guo et al. 2017). */
  readonly temperature: number;
  /** Probability that none of the scores is to be believed, spread evenly over the classes. */
  readonly novelty: number;
}

const hottest = 20;
const coldest = 0.02;

/**
 * Learns the temperature from scores of rows that the scoring model had not seen, by least log-loss. The novelty is
 * the share of those rows whose class that model did not know at all, counting one such and one other row before the
 * first (Laplace).
 *
 * @param scores Row-major rows × classes; −∞ for a class that the scoring model did not know.
 * @param labels Class of each row.
 */
export function fitConfidence(scores: Float64Array, labels: Int32Array, classes: number): Confidence {
  let unknown = 0;
  for (let row = 0; row < labels.length; row++) {
    if (scores[row * classes + (labels[row] as number)] === Number.NEGATIVE_INFINITY) unknown++;
  }
  const novelty = (unknown + 1) / (labels.length + 2);
  const logLoss = (logTemperature: number): number => {
    const probabilities = applyConfidence(scores, classes, {
      temperature: Math.exp(logTemperature),
      novelty,
    });
    let sum = 0;
    for (let row = 0; row < labels.length; row++) {
      sum -= Math.log(probabilities[row * classes + (labels[row] as number)] as number);
    }
    return sum;
  };
  return { temperature: Math.exp(goldenSection(logLoss, Math.log(coldest), Math.log(hottest))), novelty };
}

/** Probabilities, row-major rows × classes; every row sums to 1. */
export function applyConfidence(scores: Float64Array, classes: number, confidence: Confidence): Float64Array {
  const { temperature, novelty } = confidence;
  const probabilities = new Float64Array(scores.length);
  for (let start = 0; start < scores.length; start += classes) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classes; k++) highest = Math.max(highest, scores[start + k] as number);
    let total = 0;
    for (let k = 0; k < classes; k++) {
      const weight = Math.exp(((scores[start + k] as number) - highest) / temperature);
      probabilities[start + k] = weight;
      total += weight;
    }
    for (let k = 0; k < classes; k++) {
      const share = (probabilities[start + k] as number) / total;
      probabilities[start + k] = (1 - novelty) * share + novelty / classes;
    }
  }
  return probabilities;
}

/** The least argument of a unimodal function (Kiefer 1953), to 1e-4. */
function goldenSection(f: (x: number) => number, from: number, to: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let [a, b] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [atA, atB] = [f(a), f(b)];
  while (high - low > 1e-4) {
    if (atA <= atB) {
      [high, b, atB] = [b, a, atA];
      a = high - ratio * (high - low);
      atA = f(a);
    } else {
      [low, a, atA] = [a, b, atB];
      b = low + ratio * (high - low);
      atB = f(b);
    }
  }
  return (low + high) / 2;
}

/** Position and probability of the most probable class of a row; the first of several. */
export function mostProbable(
  probabilities: Float64Array,
  classes: number,
  row: number,
): { readonly label: number; readonly probability: number } {
  let label = 0;
  for (let k = 1; k < classes; k++) {
    if ((probabilities[row * classes + k] as number) > (probabilities[row * classes + label] as number))
      label = k;
  }
  return { label, probability: probabilities[row * classes + label] as number };
}
