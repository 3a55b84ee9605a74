import { drawnPaths, type FlowOutlook, type OutlookContext, summed } from './flow-outlook.js';
import { scaleOf } from './learned-flow.js';
import { cumulated, drawsOfDay, type Ends, shortestInterval } from './path-intervals.js';

/** One or several flows of one currency together, in minor units. */
export interface JointOutlook {
  readonly days: number;
  readonly points: Float64Array;
  /** Draws of the flow of a day in ascending order. */
  drawsOf(step: number): Float64Array;
  /** Interval of the flow of a day. */
  interval(step: number, level: number, levelIndex: number): Ends;
  /** Sums of the points up to each day. */
  readonly sums: Float64Array;
  /** Draws of those sums, path after path, stretched as totals of the past ask for. */
  sumPaths(): Float64Array;
}

const pathCount = 500;
/** Draws in all are bounded, so that many accounts together stay quick; but never fewer paths than this. */
const mostDraws = 20_000_000;
const leastPaths = 200;

/** Looks at flows together: points are added, and so is each path of one to the same path of the others. */
export function jointOutlook(
  outlooks: readonly FlowOutlook[],
  days: number,
  context: OutlookContext,
): JointOutlook {
  const count = Math.max(leastPaths, Math.min(pathCount, Math.floor(mostDraws / (days * outlooks.length))));
  const points = summed(
    outlooks.map((outlook) => outlook.points),
    days,
  );
  const sums = cumulated(points, days);
  let joint: { readonly paths: Float64Array; readonly sumPaths: Float64Array } | undefined;
  // Points alone need no paths.
  const drawn = (): { readonly paths: Float64Array; readonly sumPaths: Float64Array } => {
    joint ??= drawJointly(outlooks, days, count, context);
    return joint;
  };
  const drawsOf = (step: number): Float64Array => drawsOfDay(drawn().paths, days, step);
  return {
    days,
    points,
    sums,
    drawsOf,
    sumPaths: () => drawn().sumPaths,
    interval(step, level, levelIndex) {
      const point = points[step] as number;
      const { lower, upper } = shortestInterval(drawsOf(step), level, point);
      const scale = meanOf(outlooks.map(({ flow }) => scaleOf(flow.scales, levelIndex, step)));
      return { lower: point - scale * (point - lower), upper: point + scale * (upper - point) };
    },
  };
}

function drawJointly(
  outlooks: readonly FlowOutlook[],
  days: number,
  count: number,
  context: OutlookContext,
): { readonly paths: Float64Array; readonly sumPaths: Float64Array } {
  const paths = new Float64Array(count * days);
  const sumPaths = new Float64Array(count * days);
  for (const outlook of outlooks) {
    const own = drawnPaths(outlook, days, count, context);
    const sums = cumulated(own, days);
    const expected = cumulated(outlook.points, days);
    const { totalScale } = outlook.flow;
    for (let place = 0; place < paths.length; place++) {
      paths[place] = (paths[place] as number) + (own[place] as number);
      const point = expected[place % days] as number;
      sumPaths[place] = (sumPaths[place] as number) + point + totalScale * ((sums[place] as number) - point);
    }
  }
  return { paths, sumPaths };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
