import { knownMean, knownPayee, observeAmount, type UsualAmounts, type UsualKeys } from './usual-amounts.js';

/**
 * What {@link UsualAmounts} tell of rows, one number per row. Amounts are on the scale of ln(1 + absolute amount); rows
 * are 0 and amounts NaN where nothing is known.
 */
export type Evidence = { readonly [Name in EvidenceName]: Float64Array };

export const evidenceNames = [
  'typeMean',
  'categoryRows',
  'categoryMean',
  'wordRows',
  'wordMean',
  'knownRows',
  'knownLow',
  'knownMedian',
  'knownHigh',
  'knownLast',
  'knownRun',
] as const;
type EvidenceName = (typeof evidenceNames)[number];

function emptyEvidence(rows: number): Evidence {
  const column = (): Float64Array => new Float64Array(rows);
  return {
    typeMean: column(),
    categoryRows: column(),
    categoryMean: column(),
    wordRows: column(),
    wordMean: column(),
    knownRows: column(),
    knownLow: column(),
    knownMedian: column(),
    knownHigh: column(),
    knownLast: column(),
    knownRun: column(),
  };
}

/** Rows as they are looked up and taken in. */
export interface UsualRows {
  readonly keys: readonly UsualKeys[];
  /** Epoch days, ascending. */
  readonly days: Float64Array;
  /** ln(1 + absolute amount). */
  readonly target: Float64Array;
}

/**
 * Reads every row from the rows of earlier days and takes those before `until` in, so that what is read of later rows
 * is what a model knows that was trained on those before.
 *
 * @param visible Rows that are taken in, 1 for yes; all unless told.
 */
export function evidenceOf(
  { keys, days, target }: UsualRows,
  usual: UsualAmounts,
  until: number,
  visible?: Uint8Array,
): Evidence {
  const evidence = emptyEvidence(keys.length);
  let taken = 0;
  for (let row = 0; row < keys.length; row++) {
    for (; taken < until && (days[taken] as number) < (days[row] as number); taken++) {
      if (visible === undefined || visible[taken] === 1) {
        observeAmount(usual, keys[taken] as UsualKeys, target[taken] as number);
      }
    }
    readEvidence(usual, keys[row] as UsualKeys, evidence, row);
  }
  for (; taken < until; taken++) {
    if (visible === undefined || visible[taken] === 1) {
      observeAmount(usual, keys[taken] as UsualKeys, target[taken] as number);
    }
  }
  return evidence;
}

/** Reads rows that are asked about. */
export function evidenceFor(keys: readonly UsualKeys[], usual: UsualAmounts): Evidence {
  const evidence = emptyEvidence(keys.length);
  keys.forEach((key, row) => {
    readEvidence(usual, key, evidence, row);
  });
  return evidence;
}

function readEvidence(usual: UsualAmounts, keys: UsualKeys, evidence: Evidence, row: number): void {
  evidence.typeMean[row] = knownMean(usual, keys.type)?.mean ?? Number.NaN;
  const category = knownMean(usual, keys.category);
  evidence.categoryRows[row] = category?.rows ?? 0;
  evidence.categoryMean[row] = category?.mean ?? Number.NaN;
  const word = knownMean(usual, keys.word);
  evidence.wordRows[row] = word?.rows ?? 0;
  evidence.wordMean[row] = word?.mean ?? Number.NaN;
  const known = knownPayee(usual, keys.payee);
  evidence.knownRows[row] = known?.rows ?? 0;
  evidence.knownLow[row] = known?.low ?? Number.NaN;
  evidence.knownMedian[row] = known?.median ?? Number.NaN;
  evidence.knownHigh[row] = known?.high ?? Number.NaN;
  evidence.knownLast[row] = known?.last ?? Number.NaN;
  evidence.knownRun[row] = known?.run ?? 0;
}
