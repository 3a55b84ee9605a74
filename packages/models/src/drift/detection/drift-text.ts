import type { DriftResult, FeatureDrift } from './drift-result.js';

const stateWords = {
  drift: 'Drift',
  'no-drift': 'No drift',
  insufficient: 'Too few rows to say',
} as const;

/** A result in a few lines: what was decided and why, then the columns from the clearest difference down. */
export function driftText(result: DriftResult): string {
  const { features, schema, summary } = result;
  const lines = [
    `${stateWords[result.state]}: ${result.currentRows} rows against ${result.referenceRows} of the reference, ${summary.featuresWithDrift} of ${summary.totalFeatures} columns drifted${summary.featuresInsufficient > 0 ? `, ${summary.featuresInsufficient} with too few rows` : ''} (level ${result.level}${result.pValue === null ? '' : `, p = ${figure(result.pValue)}`}).`,
  ];
  if (result.state === 'drift' && schema.state !== 'drift' && summary.featuresWithDrift === 0) {
    lines.push('  The columns differ together; none does by itself beyond chance.');
  }
  for (const column of schema.missingColumns) lines.push(`  ${column}: the column is gone`);
  for (const { column, reference, current } of schema.changedKinds) {
    lines.push(`  ${column}: was ${reference}, is ${current}`);
  }
  for (const column of schema.newColumns) lines.push(`  ${column}: the column is new`);
  for (const feature of [...features].sort(clearestFirst)) lines.push(`  ${featureLine(feature)}`);
  return lines.join('\n');
}

/** Columns by q-value, those that could not be tested last. */
export function clearestFirst(a: FeatureDrift, b: FeatureDrift): number {
  return leastQ(a) - leastQ(b) || (b.effect ?? 0) - (a.effect ?? 0);
}

/** A number with three digits that say something. */
export function figure(value: number): string {
  if (value === 0) return '0';
  return Math.abs(value) < 1e-3 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
}

function leastQ({ qValue, missing }: FeatureDrift): number {
  return Math.min(qValue ?? 2, missing?.qValue ?? 2);
}

function featureLine(feature: FeatureDrift): string {
  const { feature: name, state, test, pValue, qValue, effect, n, missing } = feature;
  const values =
    pValue === null || qValue === null || effect === null
      ? `too few rows (${n} against ${feature.referenceRows})`
      : `${test}, effect ${figure(effect)}, p = ${figure(pValue)}, q = ${figure(qValue)}, n = ${n}`;
  const gaps =
    missing === null
      ? ''
      : `; missing ${share(missing.referenceShare)} before, ${share(missing.currentShare)} now${missing.qValue === null ? '' : `, q = ${figure(missing.qValue)}`}`;
  return `${state === 'drift' ? '!' : ' '} ${name}: ${values}${gaps}`;
}

function share(value: number): string {
  return `${figure(100 * value)}%`;
}
