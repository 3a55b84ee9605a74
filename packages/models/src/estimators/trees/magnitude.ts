import { TitansError } from '@titans/core';

/** Numbers between these powers of two can be squared and multiplied among themselves without leaving what a number holds. */
const ordinary = { from: -64, to: 64 } as const;

/**
 * A power of two to divide by, so that no square of the values overflows or vanishes: 1 for ordinary values, else that
 * of the greatest. Dividing by it rounds nothing.
 */
export function unitOfMagnitude(values: Float64Array): number {
  const exponent = Math.floor(Math.log2(greatest(values)));
  if (!Number.isFinite(exponent) || (exponent >= ordinary.from && exponent <= ordinary.to)) return 1;
  return 2 ** exponent;
}

/**
 * @param times How often the values may be added up.
 * @throws TitansError `DATA_NOT_FINITE` if such a sum could be more than a number holds.
 */
export function refuseOverflow(what: 'target' | 'weights', values: Float64Array, times: number): void {
  const most = greatest(values);
  if (Number.isFinite(most * times)) return;
  throw new TitansError(
    'DATA_NOT_FINITE',
    `The greatest value of the ${what} is ${most}, and the sum of ${times} such is too large for a number. Scale the ${what} down.`,
    { details: { field: what } },
  );
}

function greatest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
