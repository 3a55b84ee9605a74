/**
 * Waits until something is as it should be; what it throws meanwhile is not.
 *
 * @throws Error where it is not within so many milliseconds.
 */
export async function untilReady(isReady: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  const untilMs = performance.now() + timeoutMs;
  while (!(await isReady().catch(() => false))) {
    if (performance.now() > untilMs) throw new Error(`It was not ready within ${timeoutMs / 1_000} s.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
