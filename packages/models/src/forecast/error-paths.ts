import { createRandom } from '@titans/core';
import { normalCdf } from '../statistics/normal.js';
import { type ErrorDistribution, shapeQuantile, withinBounds } from './error-distribution.js';

/** Normal deviates are looked up between −6 and 6, in steps of a fiftieth. */
const [farthest, perUnit] = [6, 50];

/**
 * Draws errors of whole forecasts by a Gaussian copula: a part that all steps of a path share and a part that is
 * carried from step to step, turned into errors by the quantiles of each step. The shape is looked up, linear between
 * fiftieths of a standard deviation.
 *
 * @param points The forecasts, which errors may not carry past the bounds.
 * @returns `count` paths of `steps` errors; path i depends on the seed and i alone.
 */
export function drawErrorPaths(
  errors: ErrorDistribution,
  points: Float64Array,
  draw: { readonly count: number; readonly steps: number; readonly seed: number },
): readonly Float64Array[] {
  const shape = Float64Array.from({ length: 2 * farthest * perUnit + 1 }, (_, index) =>
    shapeQuantile(errors.quantiles, normalCdf(index / perUnit - farthest)),
  );
  const { shared, carried } = errors.dependence;
  const [sharedPart, ownPart] = [Math.sqrt(shared), Math.sqrt(1 - shared)];
  const freshPart = Math.sqrt(1 - carried * carried);
  return Array.from({ length: draw.count }, (_, index) => {
    const random = createRandom(draw.seed, `residual path ${index}`);
    const common = sharedPart * random.normal();
    let own = random.normal();
    const path = new Float64Array(draw.steps);
    for (let step = 0; step < path.length; step++) {
      if (step > 0) own = carried * own + freshPart * random.normal();
      const point = points[step] as number;
      const error = (errors.scale[step] as number) * lookedUp(shape, common + ownPart * own);
      path[step] = withinBounds(point + error, errors.bounds) - point;
    }
    return path;
  });
}

function lookedUp(shape: Float64Array, z: number): number {
  const place = Math.min(Math.max((z + farthest) * perUnit, 0), shape.length - 1);
  const below = Math.min(Math.floor(place), shape.length - 2);
  const low = shape[below] as number;
  return low + (place - below) * ((shape[below + 1] as number) - low);
}
