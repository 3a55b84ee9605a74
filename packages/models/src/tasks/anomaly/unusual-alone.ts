import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FeatureRow } from '../../features/feature-row.js';
import { ownReader } from '../../features/feature-set.js';
import {
  anomalyFeatures,
  type Columns,
  columnsNamed,
  lookBackNames,
  type SeenName,
} from './anomaly-input.js';
import { detectorMatrix, detectorMatrixUpdate } from './detector-matrix.js';
import { allKinds, derivedNames, type EvidenceName, evidenceKinds, type ValueOf } from './evidence.js';
import {
  type ReferenceKeys,
  referenceDeviations,
  referenceKeyRoom,
  referenceKeys,
  referenceKinds,
} from './reference.js';
import { type SurpriseScale, surpriseOf } from './surprise-scale.js';
import { evidenceNames, type FittedUnusual, type KeyedRows, type WeighedRows } from './unusual.js';

const noShares = new Float64Array(0);

const ownFeatures = ownReader(anomalyFeatures.groups);
/** Features of the row itself. */
const ownNames = ownFeatures.features.map(({ name }) => name as SeenName);

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
  readonly keys: ReferenceKeys;
}

function frameOf(fitted: FittedUnusual, rows: number): Frame {
  const { typical, usual } = fitted;
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
    pieces: allKinds.map((_, kind) => {
      const read = evidenceKinds[kind]?.read;
      if (read === undefined || looksAtRow[kind] === true) return column();
      return column().fill(
        natsOf(
          fitted,
          kind,
          read(() => Number.NaN, usual),
        ),
      );
    }),
    totals: column(),
    keys: referenceKeyRoom(rows),
  };
}

/** Of each kind of evidence whether it looks at more than the past, which none of these rows has. */
const looksAtRow: readonly boolean[] = evidenceKinds.map(({ read }) => {
  const asked = new Set<EvidenceName>();
  const usual = { hours: noShares, weekdays: noShares, newPayees: 0.5, newCategories: 0.5, incomes: 0.5 };
  read((name) => {
    asked.add(name);
    return Number.NaN;
  }, usual);
  return [...asked].some((name) => !lookBackNames.has(name));
});

function natsOf({ weights, scales }: FittedUnusual, kind: number, raw: number): number {
  return (weights[kind] as number) * surpriseOf(scales[kind] as SurpriseScale, raw);
}

/** Weighs the rows whose own features and keys were written to the frame. */
function weighIn(fitted: FittedUnusual, frame: Frame): WeighedRows {
  const { rows, known, shown, detector, pieces, totals, keys } = frame;
  const { reference, typical, usual } = fitted;
  for (let kind = 0; kind < referenceKinds.length; kind++) {
    const name = derivedNames[kind] as (typeof derivedNames)[number];
    referenceDeviations(
      reference,
      keys[referenceKinds[kind] as (typeof referenceKinds)[number]],
      known.amount_log,
      known[name],
    );
  }
  for (let place = 0; place < ofAllAccounts.length; place++) {
    const [name, ofAll] = ofAllAccounts[place] as (typeof ofAllAccounts)[number];
    const otherwise = typical[name] ?? 0;
    const from = known[ofAll];
    const to = shown[name];
    for (let row = 0; row < rows; row++) {
      const value = from[row] as number;
      to[row] = Number.isNaN(value) ? otherwise : value;
    }
  }
  updateDetector(detector, shown);
  const pattern = fitted.detector.score(detector);
  let row = 0;
  const value: ValueOf = (name) => known[name][row] as number;
  totals.fill(0);
  for (let kind = 0; kind < pieces.length; kind++) {
    const piece = pieces[kind] as Float64Array;
    const read = evidenceKinds[kind]?.read;
    for (row = 0; row < rows; row++) {
      if (read === undefined) piece[row] = natsOf(fitted, kind, pattern[row] as number);
      else if (looksAtRow[kind] === true) piece[row] = natsOf(fitted, kind, read(value, usual));
      totals[row] = (totals[row] as number) + (piece[row] as number);
    }
  }
  return { rows, columns: shown, pieces, totals };
}

/**
 * Weighs rows as if nothing were known of what was before them. The detector is shown a history as accounts usually have
 * it.
 */
export function weighAlone(fitted: FittedUnusual, { rows, columns, keys }: KeyedRows): WeighedRows {
  const frame = frameOf(fitted, rows);
  for (const name of ownNames) frame.known[name].set(columns[name]);
  for (const kind of referenceKinds) frame.keys[kind].set(keys[kind]);
  return weighIn(fitted, frame);
}

/** So many rows that are asked about are weighed at once, at most. */
const mostAtOnce = 128;

/**
 * Makes a function that calls back with weighed rows of whose past nothing is known, part after part, in room that is used
 * again: what it gives holds during the call. Parts are of powers of two, so that there is room for few numbers of rows.
 */
export function aloneWeigher(
  fitted: FittedUnusual,
): (rows: readonly FeatureRow[], visit: (weighed: WeighedRows) => void) => void {
  const frames = new Map<number, Frame>();
  const slot = new Float64Array(ownNames.length);
  function frameFor(rows: number): Frame {
    let frame = frames.get(rows);
    if (frame === undefined) {
      frame = frameOf(fitted, rows);
      frames.set(rows, frame);
    }
    return frame;
  }
  return (rows, visit) => {
    for (let from = 0; from < rows.length; ) {
      const count = 2 ** Math.floor(Math.log2(Math.min(rows.length - from, mostAtOnce)));
      const part = count === rows.length ? rows : rows.slice(from, from + count);
      const frame = frameFor(count);
      for (let row = 0; row < count; row++) {
        ownFeatures.read(part[row] as FeatureRow, slot);
        for (let place = 0; place < ownNames.length; place++) {
          frame.known[ownNames[place] as SeenName][row] = slot[place] as number;
        }
      }
      referenceKeys(part, frame.keys);
      visit(weighIn(fitted, frame));
      from += count;
    }
  };
}
