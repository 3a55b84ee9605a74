import { TitansError } from '@titans/core';
import { integerWithin, oneOf, refuseUnknownParameters } from '../../estimators/parameters.js';
import type { ColumnKind } from './column-sketch.js';

/** How columns are read and how fine they are kept. */
export interface SketchOptions {
  /** What a column holds, where it is not what its values look like: numbers that are codes, texts that are not names. */
  readonly kinds?: Readonly<Record<string, ColumnKind>>;
  /** Columns that come out of a model; all others go into it. */
  readonly predictions?: readonly string[];
  /** Categorical columns of which names are kept as hashes only, such as payees. */
  readonly hashed?: readonly string[];
  /** Cells of a numeric column at most, 64 to 65,536; 4,096 unless told. */
  readonly mostCells?: number;
  /** Leading bits of a number that are kept at most, 1 to 21; 17 unless told, which is five decimal digits. */
  readonly significantBits?: number;
  /** Categories that are counted by name at most, 2 to 65,536; 1,024 unless told. */
  readonly mostCategories?: number;
}

/** Options in force. */
export interface SketchSettings {
  readonly kinds: ReadonlyMap<string, ColumnKind>;
  readonly predictions: ReadonlySet<string>;
  readonly hashed: ReadonlySet<string>;
  readonly mostCells: number;
  readonly droppedBits: number;
  readonly mostCategories: number;
}

/** @throws TitansError `INVALID_ARGUMENT`. */
export function sketchSettings(options: SketchOptions = {}): SketchSettings {
  refuseUnknownParameters('sketch', options, [
    'kinds',
    'predictions',
    'hashed',
    'mostCells',
    'significantBits',
    'mostCategories',
  ]);
  const kinds = new Map(Object.entries(options.kinds ?? {}));
  for (const [name, kind] of kinds) oneOf(`kinds.${name}`, kind, ['numeric', 'categorical', 'text']);
  return {
    kinds,
    predictions: names('predictions', options.predictions),
    hashed: names('hashed', options.hashed),
    mostCells: integerWithin('mostCells', options.mostCells ?? 4_096, 64, 65_536),
    // A double's leading bit is not written, and 20 more are in its upper half.
    droppedBits: 21 - integerWithin('significantBits', options.significantBits ?? 17, 1, 21),
    mostCategories: integerWithin('mostCategories', options.mostCategories ?? 1_024, 2, 65_536),
  };
}

function names(field: string, given: readonly string[] = []): ReadonlySet<string> {
  if (!Array.isArray(given) || given.some((name) => typeof name !== 'string')) {
    throw new TitansError('INVALID_ARGUMENT', `${field} must be a list of names of columns.`, {
      details: { field },
    });
  }
  return new Set(given);
}
