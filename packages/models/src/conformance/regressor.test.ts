import type { ArtifactContent, JsonValue } from '@titans/core';
import { describe, expect, test } from 'vitest';
import type { FitOptions, FittedRegressor, Regressor } from '../estimators/estimator.js';
import { gradientBoosting, restoreGradientBoosting, ridge } from '../estimators/index.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import { checkRegressor } from './index.js';
import { failures } from './testing/failures.js';

const right = ridge({ missing: 'mean' });

/** Ridge regression with a defect. */
function spoiled(fit: Regressor['fit']): Regressor {
  return Object.freeze({ name: 'spoiled', fit });
}

/** Ridge regression whose fitted model has a defect. */
function spoiledModel(
  change: (model: FittedRegressor, x: FeatureMatrix) => Partial<FittedRegressor>,
): Regressor {
  return spoiled(async (x, target, options) => {
    const model = await right.fit(x, target, options);
    return Object.freeze({ ...model, ...change(model, x) });
  });
}

let fits = 0;

const regressors: readonly (readonly [string, string, Regressor])[] = [
  [
    'sorts the rows of its caller',
    'what is given is not changed',
    spoiled((x, target, options) => {
      x.columns[0]?.sort();
      return right.fit(x, target, options);
    }),
  ],
  [
    'fills missing values in its input',
    'what is given is not changed',
    spoiledModel((model) => ({
      predict(x) {
        const answers = model.predict(x);
        x.columns[2]?.fill(0);
        return answers;
      },
    })),
  ],
  [
    'has no seed',
    'the same seed and data give the same model, bit for bit',
    spoiledModel((model) => {
      const noise = ++fits * 1e-9;
      return { predict: (x) => model.predict(x).map((value) => value + noise) };
    }),
  ],
  [
    'keeps a counter that its artifact tells',
    'the same seed and data give the same model, bit for bit',
    spoiledModel((model) => {
      const fit = ++fits;
      const { data, ...content } = model.toArtifact();
      return { toArtifact: () => ({ ...content, data: [data, fit] satisfies JsonValue }) };
    }),
  ],
  [
    'looks at the training rows when it answers',
    'nothing that was given is kept',
    spoiledModel((model, seen) => ({
      predict: (x) => model.predict(x).map((value) => value + 1e-6 * (seen.columns[0]?.[0] ?? 0)),
    })),
  ],
  [
    'gives the same array at each call',
    'answering changes nothing',
    spoiledModel((model) => {
      let last: Float64Array | undefined;
      return {
        predict(x) {
          last = last?.length === x.rows ? last : model.predict(x);
          return last;
        },
      };
    }),
  ],
  [
    'answers NaN',
    'there is one sound answer per row',
    spoiledModel((model) => ({ predict: (x) => model.predict(x).with(0, Number.NaN) })),
  ],
  [
    'answers NaN where a value is missing',
    'missing values are learned from and answered',
    spoiledModel((model) => ({
      predict: (x) => model.predict(x).map((value, row) => value + 0 * (x.columns[1]?.[row] as number)),
    })),
  ],
  [
    'answers one row less',
    'there is one sound answer per row',
    spoiledModel((model) => ({ predict: (x) => model.predict(x).subarray(1) })),
  ],
  [
    'centres the rows it answers',
    'a row is answered alike alone and among others',
    spoiledModel((model) => ({
      predict(x) {
        const answers = model.predict(x);
        const mean = answers.reduce((sum, value) => sum + value, 0) / Math.max(1, answers.length);
        return answers.map((value) => value - mean);
      },
    })),
  ],
  [
    'goes by the place of a column, not by its name',
    'columns in another order are found by their names or refused, never taken for others',
    spoiledModel((model, { features }) => ({ predict: (x) => model.predict({ ...x, features }) })),
  ],
  [
    'ignores weights',
    'rows of weight 0 teach nothing',
    spoiled((x, target, { weights: _, ...options } = {}) => right.fit(x, target, options)),
  ],
  [
    'takes any weight',
    'weights that are no weights are refused',
    spoiled((x, target, options = {}) => {
      const weights = options.weights?.map((weight) => (weight >= 0 ? Math.min(weight, 9) : 1));
      return right.fit(x, target, weights ? { ...options, weights } : options);
    }),
  ],
  [
    'takes targets that are no numbers for 0',
    'targets that are no numbers are refused',
    spoiled((x, target, options) =>
      right.fit(
        x,
        target.map((value) => (Number.isFinite(value) ? value : 0)),
        options,
      ),
    ),
  ],
  [
    'throws what is no TitansError',
    'inputs that nothing can be learned from are refused',
    spoiled((x, target, options) =>
      right.fit(x, target, options).catch((error: Error) => {
        throw new RangeError(error.message);
      }),
    ),
  ],
  [
    'learned nothing',
    'it learns: new rows are answered far better than by chance',
    spoiledModel(() => ({ predict: (x) => new Float64Array(x.rows).fill(5.5) })),
  ],
  [
    'can be changed',
    'the estimator has a name, and what it learned is frozen',
    spoiled(async (x, target, options) => ({ ...(await right.fit(x, target, options)) })),
  ],
  [
    'keeps training rows in its artifact',
    'the artifact holds nothing that it was trained on',
    spoiledModel((model, x) => {
      const { arrays, ...content } = model.toArtifact();
      const row = Float64Array.from(x.columns, (column) => column[10] as number);
      return { toArtifact: () => ({ ...content, arrays: { ...arrays, row } }) };
    }),
  ],
  [
    'keeps a training column in the data of its artifact',
    'the artifact holds nothing that it was trained on',
    spoiledModel((model, x) => {
      const content = model.toArtifact();
      const data: JsonValue = { column: [...(x.columns[0] ?? [])] };
      return { toArtifact: () => ({ ...content, data }) };
    }),
  ],
  [
    'cannot be cancelled',
    'a signal that is raised already ends the fit',
    spoiled((x, target, { signal: _, ...options } = {}) => right.fit(x, target, options)),
  ],
  [
    'looks at the signal at the start only',
    'a signal raised while it learns ends the fit',
    spoiled((x, target, { signal, ...options } = {}) =>
      right.fit(x, target, signal?.aborted ? { ...options, signal } : options),
    ),
  ],
  [
    'reports nothing',
    'progress is reported, forwards and no further than its end',
    spoiled((x, target, { onProgress: _, ...options } = {}) => right.fit(x, target, options)),
  ],
  [
    'swallows exceptions of its caller',
    'an exception in onProgress ends the fit and is passed on',
    spoiled((x, target, options = {}) => {
      const onProgress: FitOptions['onProgress'] = (report) => {
        try {
          options.onProgress?.(report);
        } catch {
          // The defect to be found.
        }
      };
      return right.fit(x, target, { ...options, onProgress });
    }),
  ],
  [
    'reads the whole buffer of a column',
    'parts of larger buffers are taken as those parts',
    spoiled((x, target, options) => {
      const columns = x.columns.map((column) => new Float64Array(column.buffer, 0, column.length));
      return right.fit({ ...x, columns }, target, options);
    }),
  ],
];

describe('a regressor', () => {
  test('without a defect passes', async () => {
    expect(await failures(checkRegressor(() => right))).toEqual([]);
  });

  test.each(regressors)('that %s is found', async (_, name, regressor) => {
    expect(await failures(checkRegressor(() => regressor))).toContain(name);
  });

  test('that goes on from the fit before is found', async () => {
    const create = (): Regressor => {
      let before = 0;
      return spoiled(async (x, target, options) => {
        const model = await right.fit(x, target, options);
        const carried = before;
        before += 1e-6;
        return Object.freeze({
          ...model,
          predict: (rows: FeatureMatrix) => model.predict(rows).map((value) => value + carried),
        });
      });
    };
    expect(await failures(checkRegressor(create))).toEqual([
      'without a seed the seed is 0',
      'an estimator learns nothing for its next fit, nor from one that runs at the same time',
    ]);
  });

  test('whose restored model answers otherwise is found', async () => {
    const restore = (content: ArtifactContent): FittedRegressor => {
      const baseline = (content.data as { readonly baseline: number }).baseline;
      const data = {
        ...(content.data as Readonly<Record<string, JsonValue>>),
        baseline: Math.fround(baseline),
      };
      return restoreGradientBoosting({ ...content, data });
    };
    const cases = checkRegressor(() => gradientBoosting({ rounds: 30 }), { restore });
    expect(await failures(cases)).toEqual([
      'the restored model gives the same answers, and is saved as the same bytes',
    ]);
  });

  test('that restores damaged artifacts is found', async () => {
    const restore = (content: ArtifactContent): FittedRegressor => {
      const importances = content.arrays.importances ?? new Float64Array(4);
      return restoreGradientBoosting({ ...content, arrays: { ...content.arrays, importances } });
    };
    const cases = checkRegressor(() => gradientBoosting({ rounds: 30 }), { restore });
    expect(await failures(cases)).toEqual([
      'an artifact of another kind or a later version, or one that lacks its parts, is not restored',
    ]);
  });

  test('that refuses missing values or weights must say so', async () => {
    expect(await failures(checkRegressor(() => ridge()))).toEqual([
      'missing values are learned from and answered',
    ]);
    const refused = checkRegressor(() => right, { missing: 'refused', weights: 'refused' });
    expect(await failures(refused)).toEqual(['missing values are refused', 'weights are refused']);
  });

  test('whose weights are no repetitions, or whose columns have an order, is found where it claims otherwise', async () => {
    const halved = spoiled((x, target, { weights, ...options } = {}) =>
      right.fit(x, target, weights ? { ...options, weights: weights.map(Math.sqrt) } : options),
    );
    const ordered = spoiled((x, target, options) => {
      const columns = x.columns.with(0, new Float64Array(x.rows));
      return right.fit({ ...x, columns }, target, options);
    });
    const tolerances = { repetitionTolerance: 1e-9, columnOrderTolerance: 1e-9 };
    expect(await failures(checkRegressor(() => halved))).toEqual([]);
    expect(await failures(checkRegressor(() => halved, tolerances))).toEqual([
      'a whole weight is the row as many times, and 0 no row',
    ]);
    expect(await failures(checkRegressor(() => ordered, tolerances))).toContain(
      'the order of the columns learned from does not matter',
    );
  });
});
