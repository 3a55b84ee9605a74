/**
 * A positive number to a power. `**` and `Math.pow` give other last digits in Node 24 than in Node 22, and so would
 * artifacts have other bytes; multiplication, `Math.exp` and `Math.log` do not.
 */
export function power(base: number, exponent: number): number {
  if (base === 0) return exponent === 0 ? 1 : 0;
  if (!(Number.isInteger(exponent) && exponent >= 0)) return Math.exp(exponent * Math.log(base));
  let [result, square] = [1, base];
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
