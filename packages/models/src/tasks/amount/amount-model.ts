import {
  type ArtifactContent,
  type CurrencyCode,
  maskSample,
  roundToMinor,
  TitansError,
  type TransactionType,
  toMajor,
  transactionTypes,
} from '@titans/core';
import { nested, nestedContent } from '../../estimators/nested-artifact.js';
import { type ArtifactReader, readArtifact } from '../../estimators/restoring.js';
import { checkQuery } from '../../features/check-query.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { type FeatureRow, featureRowOf } from '../../features/feature-row.js';
import { lookBackDaysOf } from '../../features/look-back.js';
import { measurementsFrom, measurementsToJson } from '../measurements.js';
import { modelVersion } from '../model-version.js';
import type { AmountModel, Measurement } from '../models.js';
import type { AmountPrediction, PredictOptions, TransactionQuery } from '../predictions.js';
import { type AmountVocabulary, amountColumns, amountFeatures, amountMatrix } from './amount-input.js';
import { columnsFor, restoreRegressor } from './candidates.js';
import type { FittedAmount } from './fit-amount.js';
import { type AmountRange, type Reach, rangeEnds } from './range.js';

/** Everything an amount model consists of. */
export interface AmountParts {
  readonly fitted: FittedAmount;
  readonly vocabulary: AmountVocabulary;
  readonly currency: CurrencyCode;
  /** The type of most training rows, for queries that do not say. */
  readonly usualType: TransactionType;
  /** Share of unseen rows that lay in their range. */
  readonly coverage: number;
  readonly measurements: readonly Measurement[];
  readonly trainedOn: number;
}

export const amountKind = 'titans/amount-model';
const version = 1;

/** A point and the ends of its range on the scale of ln(1 + absolute amount). */
export interface LogAmount {
  readonly point: number;
  readonly low: number;
  readonly high: number;
}

/** Predicts rows of {@link amountMatrix}; `types` as in its column `type`, `hasHistory` whether earlier rows were known. */
export function predictLogAmounts(
  fitted: FittedAmount,
  matrix: FeatureMatrix,
  types: Float64Array,
  hasHistory: boolean,
): readonly LogAmount[] {
  const points = fitted.regressor.predict(columnsFor(matrix, fitted.columns));
  const { quantiles, reach } = fitted.range;
  const lower = quantiles?.lower.predict(matrix) ?? points;
  const upper = quantiles?.upper.predict(matrix) ?? points;
  return Array.from(points, (raw, row) => {
    const point = Math.max(0, raw);
    const ends = { lower: lower[row] as number, upper: upper[row] as number };
    return { point, ...rangeEnds(hasHistory ? reach.known : reach.blank, point, ends, types[row] as number) };
  });
}

/**
 * Makes the model of its parts.
 *
 * @param name Its version, where it was read from an artifact; computed unless told.
 */
export async function amountModel(parts: AmountParts, name?: string): Promise<AmountModel> {
  const content = toContent(parts);
  return Object.freeze({
    task: 'amount' as const,
    version: name ?? (await modelVersion('amount', content)),
    features: amountColumns(parts.vocabulary),
    lookBackDays: lookBackDaysOf(amountFeatures.features),
    measurements: parts.measurements,
    trainedOn: parts.trainedOn,
    currency: parts.currency,
    predict: (query: TransactionQuery, options: PredictOptions = {}) =>
      predictAll(parts, [query], options)[0] as AmountPrediction,
    predictBatch: (queries: readonly TransactionQuery[], options: PredictOptions = {}) =>
      predictAll(parts, queries, options),
    toArtifact: () => content,
  });
}

function predictAll(
  parts: AmountParts,
  queries: readonly TransactionQuery[],
  { history }: PredictOptions,
): readonly AmountPrediction[] {
  const { currency, fitted, vocabulary } = parts;
  const rows = queries.map((query) => queryRow(parts, query));
  const matrix = amountMatrix(rows, amountFeatures.read(rows, history), vocabulary);
  const types = Float64Array.from(rows, (row) => transactionTypes.indexOf(row.type as TransactionType));
  const inUnits = (logarithm: number): number =>
    toMajor(roundToMinor(Math.expm1(Math.min(logarithm, largestLogarithm)), currency), currency);
  return predictLogAmounts(fitted, matrix, types, history !== undefined).map(
    ({ point, low, high }, index): AmountPrediction => {
      const [least, amount, most] = [inUnits(low), inUnits(point), inUnits(high)];
      const isExpense = rows[index]?.type === 'Expense';
      return {
        amount: isExpense ? negative(amount) : amount,
        range: isExpense ? { min: negative(most), max: negative(least) } : { min: least, max: most },
        coverage: fitted.range.level,
        confidence: parts.coverage,
        currency,
      };
    },
  );
}

/** ln(1 + 10^12): no amount that exact arithmetic could hold is cut. */
const largestLogarithm = Math.log1p(1e12);

/** The query without its own amount, which is not looked at, and with a type. */
function queryRow({ currency, usualType }: AmountParts, query: TransactionQuery): FeatureRow {
  checkQuery(query);
  const { amount: _amount, ...rest } = query;
  const row = featureRowOf(rest, currency);
  if (row.currency !== currency) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `The amounts were learned in ${currency}; ask in that currency, not in ${maskSample(row.currency)}.`,
      { details: { field: 'currency' } },
    );
  }
  return row.type === null ? { ...row, type: usualType } : row;
}

function negative(amount: number): number {
  return amount === 0 ? 0 : -amount;
}

function toContent(parts: AmountParts): ArtifactContent {
  const { fitted, vocabulary } = parts;
  const { range } = fitted;
  const regressor = nested('regressor', fitted.regressor.toArtifact());
  const lower = range.quantiles && nested('lower', range.quantiles.lower.toArtifact());
  const upper = range.quantiles && nested('upper', range.quantiles.upper.toArtifact());
  return {
    kind: amountKind,
    version,
    data: {
      name: fitted.name,
      columns: fitted.columns,
      regressor: regressor.data,
      lower: lower?.data ?? null,
      upper: upper?.data ?? null,
      level: range.level,
      currency: parts.currency,
      usualType: parts.usualType,
      coverage: parts.coverage,
      categories: vocabulary.categories,
      trainedOn: parts.trainedOn,
      measurements: measurementsToJson(parts.measurements),
    },
    arrays: {
      words: vocabulary.words,
      reach: Float64Array.from(
        [...range.reach.known, ...range.reach.blank].flatMap(({ below, above }) => [below, above]),
      ),
      ...regressor.arrays,
      ...lower?.arrays,
      ...upper?.arrays,
    },
  };
}

/**
 * Restores what the model's `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export async function restoreAmountModel(content: ArtifactContent, name?: string): Promise<AmountModel> {
  const artifact = readArtifact(content, amountKind, version);
  const columns = artifact.text('columns');
  const usualType = transactionTypes.find((type) => type === artifact.text('usualType'));
  if ((columns !== 'compact' && columns !== 'all') || usualType === undefined) {
    throw artifact.corrupt('its columns or its type are unknown');
  }
  const fitted: FittedAmount = {
    name: artifact.text('name'),
    columns,
    regressor: restoreRegressor(nestedContent(content, artifact, 'regressor')),
    range: restoreRange(content, artifact),
  };
  const parts: AmountParts = {
    fitted,
    vocabulary: { categories: artifact.texts('categories'), words: artifact.uint32('words') },
    currency: artifact.text('currency'),
    usualType,
    coverage: artifact.number('coverage'),
    trainedOn: artifact.number('trainedOn'),
    measurements: measurementsFrom(artifact),
  };
  return amountModel(parts, name);
}

function restoreRange(content: ArtifactContent, artifact: ArtifactReader): AmountRange {
  const reach = artifact.float64('reach');
  if (reach.length !== 12) throw artifact.corrupt('its range is incomplete');
  const restore = (end: 'lower' | 'upper') => restoreRegressor(nestedContent(content, artifact, end));
  const reachFrom = (places: readonly number[]): readonly Reach[] =>
    places.map((at) => ({ below: reach[at] as number, above: reach[at + 1] as number }));
  return {
    level: artifact.number('level'),
    quantiles: artifact.json('lower') === null ? null : { lower: restore('lower'), upper: restore('upper') },
    reach: { known: reachFrom([0, 2, 4]), blank: reachFrom([6, 8, 10]) },
  };
}
