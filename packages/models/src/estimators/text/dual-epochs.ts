import type { Random } from '@titans/core';

/** What a solver gives the passes over its texts. */
interface DualWork {
  readonly texts: number;
  /** Which rows of a text that is still looked at are not, until all are again. */
  readonly isSettled: Uint8Array;
  /** A text at most this far from optimal is left out of the passes. */
  readonly settled: number;
  /** The passes end once no text of a complete pass was farther from optimal. */
  readonly tolerance: number;
  readonly maxEpochs: number;
  /** Makes the rows of one text optimal one after the other; returns how far the worst was from that. */
  improve(text: number): number;
}

/**
 * Passes of dual coordinate descent over the texts, in random order. A text is left out once it is optimal (the shrinking
 * of Hsieh et al. 2008), and all are looked at again before the passes end.
 *
 * @yields The number of each pass, counted from 1, once it is done.
 */
export function* dualEpochs(work: DualWork, random: Random): Generator<number> {
  const { isSettled, settled, tolerance, maxEpochs } = work;
  const order = Int32Array.from({ length: work.texts }, (_, text) => text);
  let active = order.length;
  for (let epoch = 1; epoch <= maxEpochs; epoch++) {
    const isComplete = active === order.length;
    if (isComplete) isSettled.fill(0);
    random.shuffle(order.subarray(0, active));
    let worst = 0;
    for (let at = 0; at < active; at++) {
      const text = order[at] as number;
      const distance = work.improve(text);
      worst = Math.max(worst, distance);
      if (distance > settled) continue;
      active--;
      order[at] = order[active] as number;
      order[active] = text;
      at--;
    }
    yield epoch;
    if (worst > tolerance) continue;
    if (isComplete) break;
    active = order.length;
  }
}
