import type { FitOptions, FittedAnomalyDetector } from '../../estimators/estimator.js';
import { medianAndSpread } from '../../features/robust-window.js';
import {
  type Columns,
  columnsBetween,
  columnsNamed,
  lookBackNames,
  type SeenName,
  type SeenRows,
  seenFeatureNames,
} from './anomaly-input.js';
import { detectorMatrix } from './detector-matrix.js';
import { type DetectorName, detectorNamed } from './detectors.js';
import {
  allKinds,
  derivedNames,
  type EvidenceName,
  evidenceKinds,
  evidenceWeights,
  patternKind,
  type Usual,
  type ValueOf,
} from './evidence.js';
import {
  type AmountReference,
  amountReference,
  type ReferenceKeys,
  referenceDeviations,
  referenceKinds,
} from './reference.js';
import { type SurpriseScale, surpriseOf, surpriseScale } from './surprise-scale.js';

/** Rows with what is needed to compare them with all accounts. */
export interface KeyedRows extends SeenRows {
  readonly keys: ReferenceKeys;
}

/** What was learned of the ordinary, without labels. */
export interface FittedUnusual {
  readonly detector: FittedAnomalyDetector;
  readonly reference: AmountReference;
  readonly usual: Usual;
  /** Medians by name of the features that look back, for the detector where there is no history. */
  readonly typical: Readonly<Record<string, number>>;
  /** One per kind, the pattern last. */
  readonly scales: readonly SurpriseScale[];
  readonly weights: Float64Array;
}

/** Evidence of rows. */
export interface WeighedRows {
  readonly rows: number;
  readonly columns: Columns<EvidenceName>;
  /** Weighted nats, kind after kind, each with a value per row. */
  readonly pieces: readonly Float64Array[];
  /** Sum of the pieces of each row. */
  readonly totals: Float64Array;
}

/** The rows from one to before another. */
export function rowsBetween({ columns, keys }: KeyedRows, from: number, to: number): KeyedRows {
  return {
    rows: to - from,
    columns: columnsBetween(columns, from, to),
    keys: columnsBetween(keys, from, to),
  };
}

/**
 * Learns the ordinary from rows in the order of time, and weighs them. Each of them is compared with other accounts by
 * rows before it alone, as later rows will be: compared with itself it would look more ordinary than those.
 */
export async function fitUnusual(
  seen: KeyedRows,
  detector: DetectorName,
  options: FitOptions,
): Promise<{ readonly fitted: FittedUnusual; readonly training: WeighedRows }> {
  const { rows, keys } = seen;
  const columns = compared(seen, pastDeviations(seen));
  const usual = usualOf(seen.columns);
  const input = detectorMatrix(columns, rows);
  const found = await detectorNamed(detector).fit(input, options);
  const raw = [...rawEvidence(columns, rows, usual), found.score(input)];
  const scales = raw.map((values, kind) => surpriseScale(values, scaleOf(kind)));
  const fitted: FittedUnusual = {
    detector: found,
    reference: amountReference(keys, seen.columns.amount_log),
    usual,
    typical: typicalOf(columns),
    scales,
    weights: weightsOf(raw, scales),
  };
  return { fitted, training: weighed(fitted, columns, raw) };
}

/** Weighs rows of which the history is known. */
export function weigh(fitted: FittedUnusual, seen: KeyedRows): WeighedRows {
  const { rows, keys } = seen;
  const columns = compared(
    seen,
    referenceKinds.map((kind) => referenceDeviations(fitted.reference, keys[kind], seen.columns.amount_log)),
  );
  const raw = [
    ...rawEvidence(columns, rows, fitted.usual),
    fitted.detector.score(detectorMatrix(columns, rows)),
  ];
  return weighed(fitted, columns, raw);
}

function weighed(
  { scales, weights }: FittedUnusual,
  columns: Columns<EvidenceName>,
  raw: readonly Float64Array[],
): WeighedRows {
  const rows = columns.hour.length;
  const totals = new Float64Array(rows);
  const pieces = raw.map((values, kind) => {
    const weight = weights[kind] as number;
    const piece = surprises(values, scales[kind] as SurpriseScale);
    for (let row = 0; row < rows; row++) {
      const nats = weight * (piece[row] as number);
      piece[row] = nats;
      totals[row] = (totals[row] as number) + nats;
    }
    return piece;
  });
  return { rows, columns, pieces, totals };
}

function scaleOf(kind: number): (typeof patternKind)['scale'] {
  return (allKinds[kind] ?? patternKind).scale;
}

/**
 * The pattern sees all kinds at once, so that it goes with each of them by construction: it keeps the weight 1, and the
 * others are weighed among themselves.
 */
function weightsOf(raw: readonly Float64Array[], scales: readonly SurpriseScale[]): Float64Array {
  const single = evidenceKinds.map((_, kind) =>
    surprises(raw[kind] as Float64Array, scales[kind] as SurpriseScale),
  );
  const weights = evidenceWeights(single);
  return Float64Array.from([
    ...evidenceKinds.map(({ share = 1 }, kind) => share * (weights[kind] as number)),
    1,
  ]);
}

function surprises(values: Float64Array, scale: SurpriseScale): Float64Array {
  return values.map((value) => surpriseOf(scale, value));
}

function rawEvidence(columns: Columns<EvidenceName>, rows: number, usual: Usual): Float64Array[] {
  let row = 0;
  const value: ValueOf = (name) => columns[name][row] as number;
  return evidenceKinds.map(({ read }) => {
    const raw = new Float64Array(rows);
    for (row = 0; row < rows; row++) raw[row] = read(value, usual);
    return raw;
  });
}

/** Ends of the blocks of training rows that are compared with the blocks before, as shares of the rows. */
const blockEnds = [0.1, 0.2, 0.4, 0.6, 0.8, 1] as const;

/** Deviations from what was usual in all accounts before, block by block; missing in the first. */
function pastDeviations({ rows, keys, columns }: KeyedRows): readonly Float64Array[] {
  const deviations = referenceKinds.map(() => new Float64Array(rows).fill(Number.NaN));
  const amounts = columns.amount_log;
  let start = Math.floor(rows * blockEnds[0]);
  for (const share of blockEnds.slice(1)) {
    const end = Math.floor(rows * share);
    const reference = amountReference(columnsBetween(keys, 0, start), amounts.subarray(0, start));
    referenceKinds.forEach((kind, index) => {
      const found = referenceDeviations(
        reference,
        keys[kind].subarray(start, end),
        amounts.subarray(start, end),
      );
      deviations[index]?.set(found, start);
    });
    start = end;
  }
  return deviations;
}

function compared({ columns }: KeyedRows, deviations: readonly Float64Array[]): Columns<EvidenceName> {
  return columnsNamed(
    evidenceNames,
    (name) => deviations[derivedPlaces.get(name) ?? -1] ?? columns[name as SeenName],
  );
}

const derivedPlaces: ReadonlyMap<EvidenceName, number> = new Map(
  derivedNames.map((name, place) => [name, place]),
);
export const evidenceNames: readonly EvidenceName[] = [...seenFeatureNames, ...derivedNames];

function usualOf(columns: Columns<SeenName>): Usual {
  return {
    hours: shares(columns.hour, 24),
    weekdays: shares(columns.day_of_week, 7),
    newPayees: shareOfOnes(columns.is_new_payee),
    newCategories: shareOfOnes(columns.is_new_category),
    incomes: shareOfOnes(columns.is_income),
  };
}

/** Share of the values in each whole number from 0, counting one more in each. */
function shares(values: Float64Array, size: number): Float64Array {
  const counts = new Float64Array(size).fill(1);
  let total = size;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    const index = Math.floor(value);
    counts[index] = (counts[index] as number) + 1;
    total++;
  }
  return counts.map((count) => count / total);
}

/** Share of ones among the known values, as if one more of each had been seen. */
function shareOfOnes(values: Float64Array): number {
  let [ones, known] = [1, 2];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    known++;
    if (value === 1) ones++;
  }
  return ones / known;
}

/** Rows whose medians are typical, the latest. */
const typicalRows = 5_000;

function typicalOf(columns: Columns<EvidenceName>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    seenFeatureNames
      .filter((name) => lookBackNames.has(name))
      .map((name) => {
        const known = [...columns[name].subarray(-typicalRows)].filter((value) => !Number.isNaN(value));
        return [name, known.length === 0 ? 0 : medianAndSpread(known).median];
      }),
  );
}
