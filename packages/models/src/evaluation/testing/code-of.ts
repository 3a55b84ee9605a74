/** The code of the error that a call throws, or what it returned if it threw none. */
export function codeOf(call: () => unknown): unknown {
  try {
    return { returned: call() };
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
}
