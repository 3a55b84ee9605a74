import { integerWithin, numberBetween } from '../../../estimators/parameters.js';
import type { RetrainingTrigger } from './trigger.js';

/** How much is enough. */
export interface NewDataOptions {
  /** Rows since the last training, 1,000 unless told. */
  readonly rows?: number;
  /** Or this share of the rows that there were then, where that is more; none unless told. */
  readonly share?: number;
}

/**
 * Trains once enough rows have come since the last training.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a number of rows or a share that is not above 0.
 */
export function newDataTrigger({ rows = 1_000, share }: NewDataOptions = {}): RetrainingTrigger {
  integerWithin('rows', rows, 1, Number.MAX_SAFE_INTEGER);
  if (share !== undefined) numberBetween('share', share, 0, 1e6);
  return {
    name: 'new data',
    async check({ amount, lastTraining }) {
      const { newRows } = await amount();
      const least = Math.max(rows, Math.ceil((share ?? 0) * (lastTraining?.rows ?? 0)));
      const since =
        lastTraining === null ? 'in all' : `since the training of ${lastTraining.at.slice(0, 10)}`;
      return { due: newRows >= least, reason: `${newRows} rows ${since}, of ${least} that are enough` };
    },
  };
}
