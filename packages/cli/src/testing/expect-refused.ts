import { expect } from 'vitest';

/** A command that was refused tells people why in one line, and ends with the exit code that is documented. */
export function expectRefused(
  { exitCode, stderr }: { readonly exitCode: number | string; readonly stderr: string },
  code: number,
  said: RegExp,
): void {
  expect(stderr).toMatch(said);
  expect(stderr).toMatch(/^titans: [A-Z_]+: .*\n$/);
  expect(exitCode).toBe(code);
}
