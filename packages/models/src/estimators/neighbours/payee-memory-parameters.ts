import { integerWithin, numberBetween, numberWithin, refuseUnknownParameters } from '../parameters.js';

/** Parameters of `payeeMemory` and `onlinePayeeMemory`. */
export interface PayeeMemoryParameters {
  /** Days after which a row counts half; 730 unless told. */
  readonly halfLifeDays?: number;
  /** Later rows of the same payee after which a row counts half; 10 unless told. */
  readonly halfLifeRows?: number;
  /**
   * What is thought of a payee before any row of it counts as so many rows; 0.1 unless told. With 1 row that counts in
   * full, its label has a probability of at least 1 ÷ (1 + priorStrength).
   */
  readonly priorStrength?: number;
  /** How many payees of similar names are asked, 0 to 64; 12 unless told. */
  readonly neighbours?: number;
  /** Cosine from which a name is similar, above 0 and below 1; 0.15 unless told. */
  readonly leastSimilarity?: number;
  /**
   * At most so many rows are remembered; beyond, the row that counts least by its weight and day is forgotten, of equals
   * the one learned first. 100,000 unless told.
   */
  readonly capacity?: number;
}

/** The parameters with what was not told. */
export type PayeeMemorySettings = Required<PayeeMemoryParameters>;

const known = [
  'halfLifeDays',
  'halfLifeRows',
  'priorStrength',
  'neighbours',
  'leastSimilarity',
  'capacity',
] as const;

/** @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range. */
export function checkPayeeMemoryParameters(
  factory: string,
  parameters: PayeeMemoryParameters,
): PayeeMemorySettings {
  refuseUnknownParameters(factory, parameters, known);
  return Object.freeze({
    halfLifeDays: numberWithin('halfLifeDays', parameters.halfLifeDays ?? 730, 1, 1e9),
    halfLifeRows: numberWithin('halfLifeRows', parameters.halfLifeRows ?? 10, 0.1, 1e9),
    priorStrength: numberWithin('priorStrength', parameters.priorStrength ?? 0.1, 1e-6, 1e6),
    neighbours: integerWithin('neighbours', parameters.neighbours ?? 12, 0, 64),
    leastSimilarity: numberBetween('leastSimilarity', parameters.leastSimilarity ?? 0.15, 0, 1),
    capacity: integerWithin('capacity', parameters.capacity ?? 100_000, 1, 10_000_000),
  });
}

/** Sums of so many rows as a memory takes stay within the range of numbers. */
export const heaviestRow: number = 1e100;

/** @throws TitansError `INVALID_ARGUMENT` for a weight that is not above 0 and at most 1e100. */
export function checkWeight(weight: number): void {
  numberWithin('weight', weight, Number.MIN_VALUE, heaviestRow);
}
