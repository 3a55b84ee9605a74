import type { Progress } from '@titans/core';
import type { Colours } from './colours.js';
import { bytes, count, duration } from './format.js';
import type { OutputStream } from './output.js';

/** Progress as long work tells it; what knows how long the rest takes says so. */
export type ReportedProgress = Progress & { readonly etaSeconds?: number | null };

/** Shows how far the work is. */
export interface ProgressLine {
  update(progress: ReportedProgress): void;
  /** Takes the line away. Whoever prints something else does so first. */
  clear(): void;
}

const barWidth = 24;
const leastMsBetween = 80;

/**
 * One line on a terminal that is written over; elsewhere nothing, so that logs stay readable. Progress bars of the library
 * that asks our questions take the keyboard and end the process at Ctrl-C, which would leave work half done.
 *
 * @param now Milliseconds of a clock that never goes back.
 */
export function progressLine(
  stream: OutputStream,
  colours: Colours,
  now: () => number = () => performance.now(),
): ProgressLine {
  if (stream.isTTY !== true) return { update: () => undefined, clear: () => undefined };
  let isShown = false;
  let shownAt = Number.NEGATIVE_INFINITY;
  let stage = '';
  let began = now();
  return {
    update(progress) {
      const time = now();
      if (progress.stage !== stage) {
        stage = progress.stage;
        began = time;
      } else if (time - shownAt < leastMsBetween) {
        return;
      }
      shownAt = time;
      const text = describe(progress, (time - began) / 1_000);
      const width = (stream.columns || 80) - 1;
      stream.write(`\r\u001b[2K${colours.faint(text.slice(0, width))}`);
      isShown = true;
    },
    clear() {
      if (isShown) stream.write('\r\u001b[2K');
      isShown = false;
    },
  };
}

function describe(progress: ReportedProgress, seconds: number): string {
  const { stage, done, total, unit } = progress;
  const amountOf = (value: number): string => (unit === 'bytes' ? bytes(value) : count(value));
  if (total === undefined || total <= 0) {
    const speed = seconds > 0.5 ? `, ${amountOf(done / seconds)}${unit === 'bytes' ? '' : ` ${unit}`}/s` : '';
    return `${stage}  ${amountOf(done)}${unit === 'bytes' ? '' : ` ${unit}`}${speed}`;
  }
  const share = Math.min(1, done / total);
  const filled = Math.round(share * barWidth);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`;
  const eta = etaOf(progress, share, seconds);
  const rest = eta === null ? '' : `  about ${duration(eta)} left`;
  return `${stage}  ${bar}  ${Math.floor(share * 100)} %  ${amountOf(done)} of ${amountOf(total)}${rest}`;
}

/** Seconds that the rest takes at the speed so far; `null` until there is one. */
function etaOf({ etaSeconds }: ReportedProgress, share: number, seconds: number): number | null {
  if (etaSeconds !== undefined) return etaSeconds;
  return seconds < 0.5 || share <= 0 ? null : (seconds * (1 - share)) / share;
}
