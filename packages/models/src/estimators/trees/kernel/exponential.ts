/** Powers of two from 2^-1023 on, by their exponent less the lowest. */
const lowestPower = -1023;
const powers: Float64Array = /* @__PURE__ */ (() => {
  const list = new Float64Array(-lowestPower + 1);
  let power = 1;
  for (let exponent = 0; exponent >= lowestPower; exponent--) {
    list[exponent - lowestPower] = power;
    power /= 2;
  }
  return list;
})();

/** Coefficients of Taylor's series from the 11th power down. */
const series = [
  1 / 39916800,
  1 / 3628800,
  1 / 362880,
  1 / 40320,
  1 / 5040,
  1 / 720,
  1 / 120,
  1 / 24,
  1 / 6,
  1 / 2,
  1,
  1,
] as const;
/** The natural logarithm of 2 in two parts, of which the first has zeros at its end. */
const [logOfTwo, logOfTwoRest] = [0x162e42fee * 2 ** -33, 0x1a39ef35793c76 * 2 ** -85];

/**
 * e^x with a relative error below 1e-14, x beyond ±700 counting as ±700: 2^k · e^r with |r| up to ln(2) ÷ 2 by
 * Taylor's series, and the inverse of that for x above 0. `Math.exp` may differ in its last bit from one engine to
 * another; this does not, and the kernel in WebAssembly takes the same steps for x up to 0, all that it needs.
 */
export function exponential(x: number): number {
  if (x > 0) return 1 / exponential(-x);
  const asked = Math.max(x, -700);
  const whole = asked * Math.LOG2E + 1.5 * 2 ** 52 - 1.5 * 2 ** 52;
  const rest = asked - whole * logOfTwo - whole * logOfTwoRest;
  let sum = 0;
  for (const coefficient of series) sum = sum * rest + coefficient;
  return sum * (powers[whole - lowestPower] as number);
}
