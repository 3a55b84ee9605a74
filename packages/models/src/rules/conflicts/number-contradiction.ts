import { partRanges } from '../check-number.js';
import { type NumberTest, numberPasses } from '../condition.js';
import { ruleDatePartFields } from '../rule.js';

/** More would take long, and are not said to contradict each other. */
const maxPoints = 2_000;
const maxTime = 86_399;

/** Whether surely no whole number, nor its absence, passes all tests of one field. */
export function noNumberPasses(tests: readonly NumberTest[]): boolean {
  const field = tests[0]?.field;
  if (field === undefined) return false;
  // What passes changes only at the ends of intervals, so that these and their neighbours stand for all.
  const ends = new Set<number>([0]);
  for (const { intervals } of tests) {
    for (const end of intervals.flat()) {
      if (Number.isFinite(end)) for (const point of [end - 1, end, end + 1]) ends.add(point);
    }
    if (ends.size > maxPoints) return false;
  }
  const part = ruleDatePartFields.find((each) => each === field);
  const [from, to] =
    part !== undefined
      ? partRanges[part]
      : field === 'time'
        ? [0, maxTime]
        : [field === 'absoluteAmount' ? 0 : Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const points = [...ends, from, to].filter(
    (point) => Number.isFinite(point) && point >= from && point <= to,
  );
  if (field === 'hour' || field === 'time' || field === 'balance') points.push(Number.NaN);
  const currencies = new Set(tests.map(({ currency }) => currency)).add(null);
  return [...currencies].every((currency) =>
    points.every((point) => tests.some((test) => !numberPasses(test, point, currency))),
  );
}
