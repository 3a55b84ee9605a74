import { type ArtifactContent, isCurrency, type JsonValue, transactionTypes } from '@titans/core';
import { nested, nestedContent } from '../../estimators/nested-artifact.js';
import { type ArtifactReader, readArtifact } from '../../estimators/restoring.js';
import { measurementsFrom, measurementsToJson } from '../measurements.js';
import { withFixedLevels, withoutDistances } from './amount-migrations.js';
import type { AmountParts } from './amount-model.js';
import { restoreRegressor } from './candidates.js';
import type { Credibility } from './credibility.js';
import type { FittedAmount } from './fitted-amount.js';
import { quantileLevels } from './quantile-models.js';
import { type AmountRange, amountLevels, type Reach, rangeKinds } from './range.js';
import { restoreUsual, usualArrays } from './usual-artifact.js';

export const amountKind = 'titans/amount-model';
const version = 4;
/** To the next version, by version. */
const migrations = { 2: withFixedLevels, 3: withoutDistances };

/** The parts as an artifact: names of payees are hashes, and no row of training is kept. */
export function toContent(parts: AmountParts): ArtifactContent {
  const { fitted } = parts;
  const { predictor } = fitted;
  const told =
    predictor.kind === 'point'
      ? [predictor.regressor]
      : [...predictor.models.amounts, ...predictor.models.distances];
  const models = told.map((model, place) => nested(`model${place}`, model.toArtifact()));
  return {
    kind: amountKind,
    version,
    data: {
      name: fitted.name,
      columns: predictor.kind === 'point' ? predictor.columns : 'quantiles',
      hasDistances: predictor.kind === 'quantiles' && predictor.models.distances.length > 0,
      ...Object.fromEntries(models.map(({ data }, place) => [`model${place}`, data] as const)),
      credibility: { ...fitted.credibility },
      fixedRun: fitted.fixedRun,
      fixedLevels: fitted.fixedLevels,
      heldRows: fitted.heldRows,
      currency: parts.currency,
      usualType: parts.usualType,
      categories: fitted.categories,
      trainedOn: parts.trainedOn,
      measurements: measurementsToJson(parts.measurements),
    },
    arrays: {
      ...usualArrays(fitted.usual),
      reach: Float64Array.from(fitted.range.flat().flatMap(({ below, above }) => [below, above])),
      ...Object.assign({}, ...models.map(({ arrays }) => arrays)),
    },
  };
}

/**
 * Reads what {@link toContent} wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function partsOf(content: ArtifactContent): AmountParts {
  const artifact = readArtifact(content, amountKind, version, migrations);
  const usualType = transactionTypes.find((type) => type === artifact.text('usualType'));
  if (usualType === undefined) throw artifact.corrupt('its type is unknown');
  const currency = artifact.text('currency');
  if (!isCurrency(currency)) throw artifact.corrupt('its currency is unknown');
  const fitted: FittedAmount = {
    name: artifact.text('name'),
    predictor: predictorOf(content, artifact),
    credibility: credibilityOf(artifact),
    fixedRun: artifact.number('fixedRun'),
    fixedLevels: fixedLevelsOf(artifact),
    heldRows: artifact.number('heldRows'),
    categories: artifact.texts('categories'),
    usual: restoreUsual(artifact),
    range: rangeOf(artifact),
  };
  return {
    fitted,
    currency,
    usualType,
    trainedOn: artifact.number('trainedOn'),
    measurements: measurementsFrom(artifact),
  };
}

function predictorOf(content: ArtifactContent, artifact: ArtifactReader): FittedAmount['predictor'] {
  const columns = artifact.text('columns');
  const restored = (place: number) => restoreRegressor(nestedContent(content, artifact, `model${place}`));
  if (columns === 'compact' || columns === 'all') return { kind: 'point', columns, regressor: restored(0) };
  if (columns !== 'quantiles') throw artifact.corrupt('its columns are unknown');
  const hasDistances = artifact.json('hasDistances');
  if (typeof hasDistances !== 'boolean') throw artifact.corrupt('its "hasDistances" is no boolean');
  const levels = quantileLevels.length;
  return {
    kind: 'quantiles',
    models: {
      amounts: quantileLevels.map((_, level) => restored(level)),
      distances: hasDistances ? quantileLevels.map((_, level) => restored(levels + level)) : [],
    },
  };
}

function credibilityOf(artifact: ArtifactReader): Credibility {
  const given = artifact.json('credibility');
  const numberOf = (level: keyof Credibility): number => {
    const value = isRecord(given) ? given[level] : undefined;
    if (typeof value === 'number' && value > 0) return value;
    throw artifact.corrupt(`its credibility of "${level}" is no positive number`);
  };
  return {
    category: numberOf('category'),
    word: numberOf('word'),
    payee: numberOf('payee'),
    account: numberOf('account'),
  };
}

function fixedLevelsOf(artifact: ArtifactReader): readonly boolean[] {
  const given = artifact.json('fixedLevels');
  if (
    Array.isArray(given) &&
    given.length === amountLevels.length &&
    given.every((level) => typeof level === 'boolean')
  ) {
    return given;
  }
  throw artifact.corrupt('its "fixedLevels" are not one boolean per level');
}

function isRecord(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rangeOf(artifact: ArtifactReader): AmountRange {
  const reach = artifact.float64('reach');
  if (reach.length !== 2 * amountLevels.length * rangeKinds)
    throw artifact.corrupt('its range is incomplete');
  if (reach.some((value) => !Number.isFinite(value))) throw artifact.corrupt('its range is not finite');
  return amountLevels.map((_, place) =>
    Array.from({ length: rangeKinds }, (_, kind): Reach => {
      const at = 2 * (place * rangeKinds + kind);
      return { below: reach[at] as number, above: reach[at + 1] as number };
    }),
  );
}
