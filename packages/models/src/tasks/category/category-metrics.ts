/** Share of predictions that are right. */
export function accuracyOf(predicted: ArrayLike<number>, actual: ArrayLike<number>): number {
  let right = 0;
  for (let row = 0; row < actual.length; row++) if (predicted[row] === actual[row]) right++;
  return right / actual.length;
}

/** Mean F1 of the classes that occur among the predictions or the truth, as scikit-learn's `f1_score(average='macro')`. */
export function macroF1(predicted: ArrayLike<number>, actual: ArrayLike<number>): number {
  const counts = new Map<number, { right: number; predicted: number; actual: number }>();
  const of = (label: number): { right: number; predicted: number; actual: number } => {
    const known = counts.get(label) ?? { right: 0, predicted: 0, actual: 0 };
    counts.set(label, known);
    return known;
  };
  for (let row = 0; row < actual.length; row++) {
    of(predicted[row] as number).predicted++;
    of(actual[row] as number).actual++;
    if (predicted[row] === actual[row]) of(actual[row] as number).right++;
  }
  const scores = [...counts.values()].map((count) => (2 * count.right) / (count.predicted + count.actual));
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** Expected calibration error over ten bins of equal width (Guo et al. 2017). */
export function calibrationError(
  confidences: Float64Array,
  predicted: ArrayLike<number>,
  actual: ArrayLike<number>,
): number {
  const gaps = new Float64Array(10);
  confidences.forEach((confidence, row) => {
    const bin = Math.min(9, Math.floor(confidence * 10));
    gaps[bin] = (gaps[bin] as number) + confidence - (predicted[row] === actual[row] ? 1 : 0);
  });
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / confidences.length;
}
