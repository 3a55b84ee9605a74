/** Σ a · b, in four sums side by side, of which none waits for another. */
export function dot(a: Float64Array, b: Float64Array): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  const fours = a.length - (a.length % 4);
  for (let i = 0; i < fours; i += 4) {
    first += (a[i] as number) * (b[i] as number);
    second += (a[i + 1] as number) * (b[i + 1] as number);
    third += (a[i + 2] as number) * (b[i + 2] as number);
    fourth += (a[i + 3] as number) * (b[i + 3] as number);
  }
  for (let i = fours; i < a.length; i++) first += (a[i] as number) * (b[i] as number);
  return first + second + (third + fourth);
}

/** Adds `values` · `times` to `target`. */
export function addTo(target: Float64Array, values: Float64Array, times: number): void {
  for (let i = 0; i < target.length; i++) {
    target[i] = (target[i] as number) + times * (values[i] as number);
  }
}

/** Adds all `vectors`, each times its own number, to `target`: four at a time, for the target is read and written as often. */
export function addAllTo(target: Float64Array, vectors: readonly Float64Array[], times: Float64Array): void {
  const fours = vectors.length - (vectors.length % 4);
  for (let j = 0; j < fours; j += 4) {
    const [first, second] = [vectors[j] as Float64Array, vectors[j + 1] as Float64Array];
    const [third, fourth] = [vectors[j + 2] as Float64Array, vectors[j + 3] as Float64Array];
    const [a, b] = [times[j] as number, times[j + 1] as number];
    const [c, d] = [times[j + 2] as number, times[j + 3] as number];
    for (let i = 0; i < target.length; i++) {
      target[i] =
        (target[i] as number) +
        (a * (first[i] as number) + b * (second[i] as number)) +
        (c * (third[i] as number) + d * (fourth[i] as number));
    }
  }
  for (let j = fours; j < vectors.length; j++) addTo(target, vectors[j] as Float64Array, times[j] as number);
}
