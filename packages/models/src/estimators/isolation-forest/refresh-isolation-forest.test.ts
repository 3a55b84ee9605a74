import { describe, expect, test } from 'vitest';
import { matrixOf, normalMatrix } from '../testing/matrices.js';
import { extendedIsolationForest } from './extended-isolation-forest.js';
import { isolationForest, restoreIsolationForest } from './isolation-forest.js';
import { refreshIsolationForest } from './refresh-isolation-forest.js';

/** Normal rows around another place. */
function moved(by: number, seed: number) {
  const { columns } = normalMatrix(600, 2, seed);
  return matrixOf(columns.map((column) => column.map((value) => value + by)));
}

describe('a refreshed isolation forest', () => {
  test('keeps the trees that stay: with none replaced but one, all others give the same paths', async () => {
    const x = normalMatrix(600, 2, 3);
    const forest = await isolationForest({ trees: 20 }).fit(x, { seed: 1 });
    const refreshed = await refreshIsolationForest(forest, moved(5, 4), { trees: 1 }, { seed: 2 });
    const { roots, feature } = refreshed.ensemble;
    expect(roots).toHaveLength(20);
    // Path lengths of one row in each tree: those of the second to the last come first, unchanged.
    const pathsOf = ({ ensemble }: typeof forest): number[] =>
      Array.from(ensemble.roots, (root) => {
        let node = root;
        while ((ensemble.feature[node] as number) >= 0) {
          const value = x.columns[ensemble.feature[node] as number]?.[7] as number;
          node = (ensemble.left[node] as number) + (value <= (ensemble.threshold[node] as number) ? 0 : 1);
        }
        return ensemble.leafValues[ensemble.left[node] as number] as number;
      });
    expect(pathsOf(refreshed).slice(0, 19)).toEqual(pathsOf(forest).slice(1));
    expect(feature.length).toBe(refreshed.ensemble.left.length);
  });

  test('finds ordinary what is ordinary of late, and the forest before stays as it was', async () => {
    const forest = await isolationForest().fit(moved(0, 5), { seed: 1 });
    const asked = matrixOf([
      [0, 8],
      [0, 8],
    ]);
    const [old = 0, late = 0] = forest.score(asked);
    expect(late).toBeGreaterThan(old);
    let refreshed = forest;
    for (let window = 0; window < 4; window++)
      refreshed = await refreshIsolationForest(refreshed, moved(8, 6 + window), {}, { seed: window });
    const [oldAfter, lateAfter] = [refreshed.scoreRow([0, 0]), refreshed.scoreRow([8, 8])];
    expect(lateAfter).toBeLessThan(oldAfter);
    // Like one that was trained on the late rows alone.
    const anew = (await isolationForest().fit(moved(8, 6), { seed: 3 })).scoreRow([8, 8]);
    expect(Math.abs(lateAfter - anew)).toBeLessThan(0.02);
    expect([...forest.score(asked)]).toEqual([old, late]);
  });

  test('is the same for the same seed, and from an artifact', async () => {
    const forest = await isolationForest({ trees: 12 }).fit(moved(0, 5), { seed: 1 });
    const [once, again] = [
      await refreshIsolationForest(forest, moved(2, 7), {}, { seed: 4 }),
      await refreshIsolationForest(restoreIsolationForest(forest.toArtifact()), moved(2, 7), {}, { seed: 4 }),
    ];
    expect(again.toArtifact()).toEqual(once.toArtifact());
    const x = moved(1, 9);
    expect(restoreIsolationForest(once.toArtifact()).score(x)).toEqual(once.score(x));
    const other = await refreshIsolationForest(forest, moved(2, 7), {}, { seed: 5 });
    expect(other.toArtifact()).not.toEqual(once.toArtifact());
  });

  test('takes columns in any order, and missing values', async () => {
    const forest = await isolationForest({ trees: 12 }).fit(moved(0, 5));
    const window = moved(2, 7);
    (window.columns[0] as Float64Array)[3] = Number.NaN;
    const turned = {
      ...window,
      features: window.features.toReversed(),
      columns: window.columns.toReversed(),
    };
    const [a, b] = [
      await refreshIsolationForest(forest, window),
      await refreshIsolationForest(forest, turned),
    ];
    expect(a.toArtifact()).toEqual(b.toArtifact());
  });

  test('refuses what it cannot learn from', async () => {
    const forest = await isolationForest({ trees: 4 }).fit(moved(0, 5));
    await expect(refreshIsolationForest(forest, normalMatrix(100, 2, 1))).rejects.toMatchObject({
      code: 'DATA_INSUFFICIENT',
    });
    await expect(refreshIsolationForest(forest, normalMatrix(600, 3, 1))).rejects.toMatchObject({
      code: 'SHAPE_MISMATCH',
    });
    await expect(refreshIsolationForest(forest, moved(0, 5), { trees: 5 })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    const extended = await extendedIsolationForest({ trees: 4 }).fit(moved(0, 5));
    for (const other of [null, {}, extended]) {
      await expect(refreshIsolationForest(other as never, moved(0, 5))).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        details: { field: 'forest' },
      });
    }
    await expect(refreshIsolationForest(forest, moved(0, 5), {}, null as never)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    const signal = AbortSignal.abort(new Error('stop'));
    await expect(refreshIsolationForest(forest, moved(0, 5), {}, { signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });
});
