/** The classes that have a row of positive weight, ascending. */
export function presentClasses(labels: Int32Array, weights: Float64Array, classCount: number): Int32Array {
  const total = new Float64Array(classCount);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] as number;
    total[label] = (total[label] as number) + (weights[row] as number);
  }
  return Int32Array.from(total.keys()).filter((label) => (total[label] as number) > 0);
}

/** Labels as places in `present`; a row of weight 0 whose class is absent becomes place 0, which its weight undoes. */
export function outputLabels(labels: Int32Array, present: Int32Array): Int32Array {
  const places = new Map(Array.from(present, (label, place) => [label, place] as const));
  return labels.map((label) => places.get(label) ?? 0);
}
