/** What {@link minimise} found. */
export interface Minimum {
  readonly at: Float64Array;
  readonly value: number;
}

/**
 * Minimises a function within a box by the simplex method of Nelder and Mead (1965) with the usual coefficients
 * 1, 2, ½, ½. Points outside are moved to the border. Deterministic.
 *
 * @param lower,upper The box, one entry per variable.
 * @param start First corner of the simplex; the others lie a fifth of the box away.
 */
export function minimise(
  f: (x: Float64Array) => number,
  start: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
  options: { readonly evaluations?: number; readonly tolerance?: number } = {},
): Minimum {
  const { evaluations = 200 * start.length, tolerance = 1e-9 } = options;
  const size = start.length;
  let used = 0;
  const corner = (at: Float64Array): { at: Float64Array; value: number } => {
    for (let i = 0; i < size; i++) {
      at[i] = Math.min(Math.max(at[i] as number, lower[i] as number), upper[i] as number);
    }
    used++;
    const value = f(at);
    return { at, value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value };
  };
  const simplex = [corner(start.slice())];
  for (let i = 0; i < size; i++) {
    const at = start.slice();
    const step = ((upper[i] as number) - (lower[i] as number)) / 5;
    at[i] =
      (at[i] as number) + step > (upper[i] as number) ? (at[i] as number) - step : (at[i] as number) + step;
    simplex.push(corner(at));
  }
  const mix = (from: Float64Array, to: Float64Array, share: number): Float64Array =>
    Float64Array.from(from, (value, i) => value + share * ((to[i] as number) - value));

  for (;;) {
    simplex.sort((a, b) => a.value - b.value);
    const best = simplex[0] as Minimum;
    const worst = simplex[size] as Minimum;
    const second = simplex[size - 1] as Minimum;
    if (used >= evaluations || worst.value - best.value <= tolerance * (Math.abs(best.value) + tolerance))
      return best;
    const centre = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      for (let c = 0; c < size; c++)
        centre[i] = (centre[i] as number) + ((simplex[c] as Minimum).at[i] as number) / size;
    }
    const reflected = corner(mix(centre, worst.at, -1));
    if (reflected.value < best.value) {
      const expanded = corner(mix(centre, worst.at, -2));
      simplex[size] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < second.value) {
      simplex[size] = reflected;
    } else {
      const outside = reflected.value < worst.value;
      const contracted = corner(mix(centre, outside ? reflected.at : worst.at, 0.5));
      if (contracted.value < Math.min(reflected.value, worst.value)) simplex[size] = contracted;
      else for (let c = 1; c <= size; c++) simplex[c] = corner(mix(best.at, (simplex[c] as Minimum).at, 0.5));
    }
  }
}
