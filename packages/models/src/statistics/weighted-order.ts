/** Runs of so many are sorted by insertion before they are merged. */
const runLength = 16;

/**
 * Places of the values of positive weight, in ascending order of the values; of equals the earlier one first.
 *
 * By merging, which compares without calling back: a sort by a function takes four times as long.
 *
 * @param values Without NaN.
 */
export function weightedOrder(values: Float64Array, weights: Float64Array): Uint32Array {
  let ordered = new Uint32Array(values.length);
  let count = 0;
  for (let index = 0; index < values.length; index++) {
    if ((weights[index] as number) > 0) ordered[count++] = index;
  }
  for (let start = 0; start < count; start += runLength) {
    insert(values, ordered, start, Math.min(start + runLength, count));
  }
  let merged = new Uint32Array(count);
  for (let width = runLength; width < count; width *= 2) {
    for (let start = 0; start < count; start += 2 * width) {
      merge(
        values,
        ordered,
        merged,
        start,
        Math.min(start + width, count),
        Math.min(start + 2 * width, count),
      );
    }
    [ordered, merged] = [merged, ordered];
  }
  return ordered.subarray(0, count);
}

function insert(values: Float64Array, ordered: Uint32Array, start: number, end: number): void {
  for (let next = start + 1; next < end; next++) {
    const index = ordered[next] as number;
    const value = values[index] as number;
    let at = next;
    while (at > start && (values[ordered[at - 1] as number] as number) > value) {
      ordered[at] = ordered[at - 1] as number;
      at--;
    }
    ordered[at] = index;
  }
}

/** Merges what stands from `start` to `middle` with what stands from there to `end`. */
function merge(
  values: Float64Array,
  ordered: Uint32Array,
  merged: Uint32Array,
  start: number,
  middle: number,
  end: number,
): void {
  let [first, second] = [start, middle];
  for (let at = start; at < end; at++) {
    const isFirst =
      first < middle &&
      (second >= end ||
        (values[ordered[first] as number] as number) <= (values[ordered[second] as number] as number));
    merged[at] = ordered[isFirst ? first++ : second++] as number;
  }
}
