const bits = new DataView(new ArrayBuffer(8));

/** The largest number below a finite `value`: `x < value` and `x <= below(value)` are the same question. */
export function below(value: number): number {
  return -above(-value);
}

/** The smallest number above a finite `value`; undoes {@link below}. */
export function above(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + (value > 0 ? 1n : -1n));
  return bits.getFloat64(0);
}
