/** The code that the system gave an error, for example `ENOENT`; `undefined` where it gave none. */
export function systemCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
