/**
 * Area under the ROC curve: the chance that a positive row scores higher than a negative one, ties counting half
 * (Mann–Whitney). Takes n log n steps.
 *
 * @param isPositive 1 or 0 per row.
 * @returns `null` if there is no positive or no negative row, where it is undefined.
 */
export function areaUnderRoc(isPositive: ArrayLike<number>, scores: Float64Array): number | null {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => (scores[a] as number) - (scores[b] as number));
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    let positivesHere = 0;
    const score = scores[order[start] as number];
    while (end < order.length && scores[order[end] as number] === score) {
      if (isPositive[order[end] as number] === 1) positivesHere++;
      end++;
    }
    // Rows of equal score share the mean of their ranks, which run from start + 1 to end.
    rankSum += positivesHere * ((start + 1 + end) / 2);
    positives += positivesHere;
    start = end;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return null;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
