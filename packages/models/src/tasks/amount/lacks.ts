import { createRandom } from '@titans/core';
import { lacksCategory, lacksHistory } from './amount-input.js';

/**
 * Draws what rows are shown without: a third of those that lack something lack the category, a third what earlier rows
 * of the account tell, a third both. Who asks for an amount often has neither, while in training the category may be
 * missing of income alone and the history of the oldest rows alone: without such rows, what is missing would be taken
 * for income, or for the beginning.
 *
 * @param share Share of the rows that lack something.
 * @param purpose Names the draw.
 */
export function drawLacks(rows: number, share: number, seed: number, purpose: string): Uint8Array {
  const random = createRandom(seed, `amount/lacks/${purpose}`);
  return Uint8Array.from({ length: rows }, () =>
    random.float() < share ? (lacking[random.integer(3)] as number) : 0,
  );
}

const lacking = [lacksCategory, lacksHistory, lacksCategory | lacksHistory] as const;
