/** The statistics by which a forest compares splits: one vector per row, summed over the rows of a node. */
export interface ForestCriterion {
  /** Numbers per node. */
  readonly width: number;
  /** Adds a row `times` times to the statistics that begin at `from`. */
  add(into: Float64Array, from: number, row: number, times: number): void;
  /** How well a part of a node is known; a split is as good as the sum over both of its sides. */
  purity(statistics: Float64Array, from: number): number;
  /** Weight of the rows. */
  weight(statistics: Float64Array, from: number): number;
  /** What orders the categories of a categorical feature, given the statistics of the whole node. */
  rank(statistics: Float64Array, from: number, node: Float64Array): number;
  /** Whether nothing is left to learn in a node. */
  isPure(statistics: Float64Array): boolean;
  /** A key that leaves of equal values share, where there are few such; -1 for a leaf of its own. */
  sharedLeaf(statistics: Float64Array): number;
  /** Values of a leaf. */
  leaf(statistics: Float64Array): Float64Array;
  /** A scan of its own memory, for nodes whose rows are sorted rather than binned. */
  scan(): SplitScan;
}

/** Rows of a node on their way from right to left, and how good it is to part them where they stand. */
export interface SplitScan {
  /** All rows on the right. */
  start(node: Float64Array): void;
  move(row: number, times: number): void;
  /** Sum of the purities of both sides. */
  score(): number;
}

/** Gini impurity; a leaf gives the share of each class. */
export function giniCriterion(labels: Int32Array, weights: Float64Array, outputs: number): ForestCriterion {
  const weight = (statistics: Float64Array, from: number): number => {
    let sum = 0;
    for (let k = 0; k < outputs; k++) sum += statistics[from + k] as number;
    return sum;
  };
  return {
    width: outputs,
    add(into, from, row, times) {
      const at = from + (labels[row] as number);
      into[at] = (into[at] as number) + times * (weights[row] as number);
    },
    purity(statistics, from) {
      let sum = 0;
      let squares = 0;
      for (let k = 0; k < outputs; k++) {
        const share = statistics[from + k] as number;
        sum += share;
        squares += share * share;
      }
      return sum > 0 ? squares / sum : 0;
    },
    weight,
    rank(statistics, from, node) {
      let commonest = 0;
      for (let k = 1; k < outputs; k++) if ((node[k] as number) > (node[commonest] as number)) commonest = k;
      return (statistics[from + commonest] as number) / weight(statistics, from);
    },
    isPure: (statistics) => statistics.reduce((classes, share) => classes + (share > 0 ? 1 : 0), 0) <= 1,
    // Most leaves of a full-grown tree hold one class: one vector per class serves them all.
    sharedLeaf(statistics) {
      const first = statistics.findIndex((share) => share > 0);
      return statistics.findLastIndex((share) => share > 0) === first ? first : -1;
    },
    leaf(statistics) {
      const sum = weight(statistics, 0);
      return statistics.map((share) => share / sum);
    },
    scan: () => giniScan(labels, weights, outputs),
  };
}

/** Squared error; a leaf gives the mean. Statistics are weight and weighted sum, of the target less its mean. */
export function squaredErrorCriterion(target: Float64Array, weights: Float64Array): ForestCriterion {
  // Centred, so that the squares of sums do not cancel for a target far from zero.
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = target.reduce((sum, value, row) => sum + value * (weights[row] as number), 0) / total;
  return {
    width: 3,
    add(into, from, row, times) {
      const weight = times * (weights[row] as number);
      const value = (target[row] as number) - mean;
      into[from] = (into[from] as number) + weight;
      into[from + 1] = (into[from + 1] as number) + weight * value;
      into[from + 2] = (into[from + 2] as number) + weight * value * value;
    },
    purity(statistics, from) {
      const weight = statistics[from] as number;
      return weight > 0 ? (statistics[from + 1] as number) ** 2 / weight : 0;
    },
    weight: (statistics, from) => statistics[from] as number,
    rank: (statistics, from) => (statistics[from + 1] as number) / (statistics[from] as number),
    isPure([weight = 0, sum = 0, squares = 0]) {
      return squares - (sum * sum) / weight <= 1e-14 * squares;
    },
    sharedLeaf: () => -1,
    leaf: ([weight = 0, sum = 0]) => Float64Array.of(mean + sum / weight),
    scan: () => squaredErrorScan(target, weights, mean),
  };
}

/** Sums of squares are kept up to date, so that a move takes the same time whatever the number of classes. */
function giniScan(labels: Int32Array, weights: Float64Array, outputs: number): SplitScan {
  const left = new Float64Array(outputs);
  const right = new Float64Array(outputs);
  let [leftWeight, rightWeight, leftSquares, rightSquares] = [0, 0, 0, 0];
  return {
    start(node) {
      left.fill(0);
      [leftWeight, rightWeight, leftSquares, rightSquares] = [0, 0, 0, 0];
      for (let k = 0; k < outputs; k++) {
        const share = node[k] as number;
        right[k] = share;
        rightWeight += share;
        rightSquares += share * share;
      }
    },
    move(row, times) {
      const k = labels[row] as number;
      const weight = times * (weights[row] as number);
      const [onLeft, onRight] = [left[k] as number, right[k] as number];
      leftSquares += weight * (2 * onLeft + weight);
      rightSquares -= weight * (2 * onRight - weight);
      left[k] = onLeft + weight;
      right[k] = onRight - weight;
      leftWeight += weight;
      rightWeight -= weight;
    },
    score: () => leftSquares / leftWeight + rightSquares / rightWeight,
  };
}

function squaredErrorScan(target: Float64Array, weights: Float64Array, mean: number): SplitScan {
  let [leftWeight, rightWeight, leftSum, rightSum] = [0, 0, 0, 0];
  return {
    start([weight = 0, sum = 0]) {
      [leftWeight, rightWeight, leftSum, rightSum] = [0, weight, 0, sum];
    },
    move(row, times) {
      const weight = times * (weights[row] as number);
      const value = weight * ((target[row] as number) - mean);
      leftWeight += weight;
      leftSum += value;
      rightWeight -= weight;
      rightSum -= value;
    },
    score: () => (leftSum * leftSum) / leftWeight + (rightSum * rightSum) / rightWeight,
  };
}
