/** Places within 0..1 and their weights, which sum to 1. */
export interface Quadrature {
  readonly places: Float64Array;
  readonly weights: Float64Array;
}

const known: Quadrature[] = [];

/**
 * Gauss–Legendre quadrature of so many points on 0..1: exact for polynomials of degree 2 · points − 1. The roots of
 * the Legendre polynomial are found by Newton's method (Press et al., Numerical Recipes, 4.6).
 */
export function gaussLegendre(points: number): Quadrature {
  const found = known[points];
  if (found) return found;
  const places = new Float64Array(points);
  const weights = new Float64Array(points);
  for (let i = 0; i < (points + 1) >> 1; i++) {
    let root = Math.cos((Math.PI * (i + 0.75)) / (points + 0.5));
    let slope = legendreSlope(points, root).slope;
    for (let round = 0; round < 100; round++) {
      const { value, slope: steep } = legendreSlope(points, root);
      const step = value / steep;
      root -= step;
      slope = legendreSlope(points, root).slope;
      if (Math.abs(step) < 1e-15) break;
    }
    const weight = 1 / ((1 - root * root) * slope * slope);
    places[i] = (1 - root) / 2;
    places[points - 1 - i] = (1 + root) / 2;
    weights[i] = weight;
    weights[points - 1 - i] = weight;
  }
  const quadrature = Object.freeze({ places, weights });
  known[points] = quadrature;
  return quadrature;
}

/** The Legendre polynomial of a degree at `x`, and its slope there. */
function legendreSlope(degree: number, x: number): { readonly value: number; readonly slope: number } {
  let before = 0;
  let value = 1;
  for (let k = 1; k <= degree; k++) {
    [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  }
  return { value, slope: (degree * (x * value - before)) / (x * x - 1) };
}
