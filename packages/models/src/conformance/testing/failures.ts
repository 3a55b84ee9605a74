import type { ConformanceCase } from '@titans/core/conformance';

/** Names of the cases that an implementation fails. */
export async function failures(cases: readonly ConformanceCase[]): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { name, run } of cases) {
    await run().catch(() => failed.push(name));
  }
  return failed;
}
