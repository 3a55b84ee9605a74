import type { ErrorCode } from '../errors/error-codes.js';
import { isTitansError, TitansError } from '../errors/titans-error.js';

/** One check of a conformance suite. `run` rejects with an explanation if the implementation fails it. */
export interface ConformanceCase {
  readonly name: string;
  run(): Promise<void>;
}

/** Makes the thing that a suite checks. Each case makes its own and closes it. */
export type Create<T> = () => T | Promise<T>;

/** A case that makes its own subject and closes it whatever happens. */
export function conformanceCase<T>(
  create: Create<T>,
  close: (subject: T) => Promise<void>,
  name: string,
  check: (subject: T) => Promise<void>,
): ConformanceCase {
  return {
    name,
    async run() {
      const subject = await create();
      try {
        await check(subject);
      } finally {
        await close(subject);
      }
    },
  };
}

/** Throws with both values if they differ in any part. Dates and bytes are compared by value. */
export function expectEqual(actual: unknown, expected: unknown, what: string): void {
  if (actual instanceof Uint8Array && expected instanceof Uint8Array) {
    expectBytes(actual, expected, what);
    return;
  }
  const [found, wanted] = [inWords(actual), inWords(expected)];
  if (found !== wanted) throw new Error(`${what}: expected ${wanted}, got ${found}.`);
}

/** Large contents are compared without writing them out. */
function expectBytes(actual: Uint8Array, expected: Uint8Array, what: string): void {
  const difference = expected.findIndex((byte, index) => byte !== actual[index]);
  if (difference === -1 && actual.length === expected.length) return;
  const place = difference === -1 ? '' : `, which differ from byte ${difference}`;
  throw new Error(`${what}: expected ${expected.length} bytes, got ${actual.length}${place}.`);
}

/** Rejects unless the work rejects with a `TitansError` of the given code. */
export async function expectCode(code: ErrorCode, work: () => Promise<unknown>, what: string): Promise<void> {
  let outcome: string;
  try {
    outcome = `the result ${inWords(await work())}`;
  } catch (error) {
    if (isTitansError(error, code)) return;
    outcome = isTitansError(error) ? `a TitansError ${error.code}` : `${error}`;
  }
  throw new Error(`${what}: expected a TitansError ${code}, got ${outcome}.`);
}

/** How long a suite waits. */
export interface Patience {
  /**
   * Milliseconds that a check waits for what must happen before it fails, 20,000 unless told: long, for machines that are busy with
   * other things. More for what answers slowly; less where failures are to be told soon.
   */
  readonly patienceMs?: number | undefined;
}

/** Waits until a condition holds. */
export type Eventually = (condition: () => boolean | Promise<boolean>, what: string) => Promise<void>;

/**
 * Makes what waits so long, and then rejects.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a patience that is no number above 0.
 */
export function waitingFor({ patienceMs = 20_000 }: Patience = {}): Eventually {
  if (!Number.isFinite(patienceMs) || patienceMs <= 0) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `patienceMs must be a number above 0, not ${inWords(patienceMs)}.`,
      {
        details: { field: 'patienceMs' },
      },
    );
  }
  return async (condition, what) => {
    const deadline = Date.now() + patienceMs;
    while (!(await condition())) {
      if (Date.now() > deadline)
        throw new Error(`${what}: it did not happen within ${patienceMs / 1_000} seconds.`);
      await pause(5);
    }
  };
}

/** Lets some milliseconds pass. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A text that tells types and values apart, also those that JSON would confuse. */
function inWords(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  if (value instanceof Date)
    return `Date(${Number.isNaN(value.getTime()) ? 'invalid' : value.toISOString()})`;
  if (ArrayBuffer.isView(value)) {
    const kind = value instanceof Uint8Array ? 'Uint8Array' : value.constructor.name;
    return `${kind}(${[...new Uint8Array(value.buffer, value.byteOffset, value.byteLength)].join(',')})`;
  }
  if (Array.isArray(value)) return `[${value.map(inWords).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}: ${inWords(member)}`);
    return `{${members.join(', ')}}`;
  }
  return String(value);
}
