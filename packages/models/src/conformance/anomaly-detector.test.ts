import { describe, expect, test } from 'vitest';
import type { AnomalyDetector, FittedAnomalyDetector } from '../estimators/estimator.js';
import { isolationForest, restoreIsolationForest } from '../estimators/index.js';
import { checkAnomalyDetector } from './index.js';
import { failures } from './testing/failures.js';

describe('an anomaly detector', () => {
  const check = (change: (model: FittedAnomalyDetector) => Partial<FittedAnomalyDetector>) => {
    const detector: AnomalyDetector = {
      name: 'spoiled',
      async fit(x, options) {
        const model = await isolationForest({ trees: 40 }).fit(x, options);
        return Object.freeze({ ...model, ...change(model) });
      },
    };
    return failures(
      checkAnomalyDetector(() => detector, { weights: 'refused', restore: restoreIsolationForest }),
    );
  };

  test('without a defect passes', async () => {
    expect(await check(() => ({}))).toEqual([]);
  });

  test('whose scores leave 0 to 1 is found', async () => {
    const wide = await check((model) => ({ score: (x) => model.score(x).map((score) => 2 * score) }));
    expect(wide).toContain('there is one sound answer per row');
  });

  test('that scores the ordinary highest is found', async () => {
    const reversed = await check((model) => ({ score: (x) => model.score(x).map((score) => 1 - score) }));
    expect(reversed).toContain('it learns: new rows are answered far better than by chance');
  });
});
