import type { FeatureMatrix } from '../../features/feature-matrix.js';
import {
  type Columns,
  columnsNamed,
  lookBackNames,
  type SeenName,
  seenFeatureNames,
} from './anomaly-input.js';
import { detectorMatrix, detectorMatrixUpdate } from './detector-matrix.js';
import { allKinds, derivedNames, type EvidenceName, evidenceKinds, type ValueOf } from './evidence.js';
import { type ReferenceKeys, referenceDeviations, referenceKinds } from './reference.js';
import { type SurpriseScale, surpriseOf } from './surprise-scale.js';
import { evidenceNames, type FittedUnusual, type WeighedRows } from './unusual.js';

/** Features of the row itself. */
const ownNames: readonly SeenName[] = seenFeatureNames.filter((name) => !lookBackNames.has(name));
/** What is told of rows of whose past nothing is known, by name. */
export type OwnColumns = (name: SeenName) => Float64Array;

/** What takes the place of a comparison with the account's own payments. */
const ofAllAccounts: readonly (readonly [EvidenceName, EvidenceName])[] = [
  ['amount_vs_payee', 'amount_vs_payee_of_all'],
  ['amount_vs_category', 'amount_vs_category_of_all'],
  ['amount_vs_account', 'amount_vs_all'],
];
const isCompared: ReadonlySet<EvidenceName> = new Set(ofAllAccounts.map(([name]) => name));

const updateDetector = detectorMatrixUpdate(new Set([...ownNames, ...derivedNames, ...isCompared]));

/** Columns for so many rows, of which those that are the same for all rows are written once. */
interface Frame {
  readonly rows: number;
  /** What is known: nothing of the past. */
  readonly known: Columns<EvidenceName>;
  /** A past as accounts usually have it, which is no evidence. */
  readonly shown: Columns<EvidenceName>;
  readonly detector: FeatureMatrix;
  readonly pieces: readonly Float64Array[];
  readonly totals: Float64Array;
}

function frameOf({ typical }: FittedUnusual, rows: number): Frame {
  const column = (): Float64Array => new Float64Array(rows);
  const unknown = column().fill(Number.NaN);
  const known = columnsNamed(evidenceNames, (name) => (lookBackNames.has(name) ? unknown : column()));
  const shown = columnsNamed(evidenceNames, (name) =>
    lookBackNames.has(name) ? column().fill(typical[name] ?? 0) : known[name],
  );
  return {
    rows,
    known,
    shown,
    detector: detectorMatrix(shown, rows),
    pieces: allKinds.map(column),
    totals: column(),
  };
}

function weighIn(fitted: FittedUnusual, frame: Frame, own: OwnColumns, keys: ReferenceKeys): WeighedRows {
  const { rows, known, shown, detector, pieces, totals } = frame;
  const { reference, typical, usual, scales, weights } = fitted;
  for (const name of ownNames) known[name].set(own(name));
  for (let kind = 0; kind < referenceKinds.length; kind++) {
    const name = derivedNames[kind] as (typeof derivedNames)[number];
    referenceDeviations(
      reference,
      keys[referenceKinds[kind] as (typeof referenceKinds)[number]],
      known.amount_log,
      known[name],
    );
  }
  for (const [name, ofAll] of ofAllAccounts) {
    const otherwise = typical[name] ?? 0;
    const [from, to] = [known[ofAll], shown[name]];
    for (let row = 0; row < rows; row++) {
      const value = from[row] as number;
      to[row] = Number.isNaN(value) ? otherwise : value;
    }
  }
  updateDetector(detector, shown);
  const pattern = fitted.detector.score(detector);
  let row = 0;
  const value: ValueOf = (name) => known[name][row] as number;
  for (row = 0; row < rows; row++) {
    let total = 0;
    for (let kind = 0; kind < pieces.length; kind++) {
      const raw = evidenceKinds[kind]?.read(value, usual) ?? (pattern[row] as number);
      const nats = (weights[kind] as number) * surpriseOf(scales[kind] as SurpriseScale, raw);
      (pieces[kind] as Float64Array)[row] = nats;
      total += nats;
    }
    totals[row] = total;
  }
  return { rows, columns: shown, pieces, totals };
}

/** Weighs rows of whose past nothing is known. The detector is shown a history as accounts usually have it. */
export function weighAlone(
  fitted: FittedUnusual,
  rows: number,
  own: OwnColumns,
  keys: ReferenceKeys,
): WeighedRows {
  return weighIn(fitted, frameOf(fitted, rows), own, keys);
}

/** Weighs rows that are asked about, in room that is used again. */
export interface AloneWeigher {
  /** How many of so many rows are to be weighed next: a power of two, so that room for few numbers of rows is kept. */
  countNext(rows: number): number;
  /** As {@link weighAlone}, of as many rows as `countNext` said. What it gives holds until it is asked again. */
  weigh(rows: number, own: OwnColumns, keys: ReferenceKeys): WeighedRows;
}

const mostAtOnce = 128;

/** Makes a weigher. */
export function aloneWeigher(fitted: FittedUnusual): AloneWeigher {
  const frames: (Frame | undefined)[] = [];
  return {
    countNext: (rows) => 2 ** Math.floor(Math.log2(Math.min(rows, mostAtOnce))),
    weigh(rows, own, keys) {
      let frame = frames[rows];
      if (frame === undefined) {
        frame = frameOf(fitted, rows);
        frames[rows] = frame;
      }
      return weighIn(fitted, frame, own, keys);
    },
  };
}
