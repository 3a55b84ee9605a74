import type { Progress } from '@titans/core';
import type { RunProgress } from './run-options.js';

/** Over less time than this a speed would be a matter of chance. */
const leastMilliseconds = 20;

/**
 * Adds to every report how fast its stage goes on.
 *
 * @param now Milliseconds of a clock that never goes back.
 */
export function progressMeter(
  report: (progress: RunProgress) => void,
  now: () => number = () => performance.now(),
): (progress: Progress) => void {
  const stages = new Map<
    string,
    { began: number; before: number; last: number; total: number | undefined }
  >();
  return (progress) => {
    const { stage, done, total } = progress;
    let known = stages.get(stage);
    // The bytes of each further file begin at 0 again.
    if (known === undefined || done < known.last || total !== known.total) {
      known = { began: now(), before: known === undefined ? 0 : done, last: done, total };
      stages.set(stage, known);
    }
    known.last = done;
    const milliseconds = now() - known.began;
    const perSecond = milliseconds < leastMilliseconds ? 0 : ((done - known.before) / milliseconds) * 1_000;
    const rest = total === undefined ? null : Math.max(0, total - done);
    report({
      ...progress,
      perSecond,
      etaSeconds: rest === null || (perSecond === 0 && rest > 0) ? null : rest === 0 ? 0 : rest / perSecond,
    });
  };
}
