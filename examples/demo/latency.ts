/** Round-trip times of calls made one after the other, in milliseconds. */
export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly calls: number;
}

/** Times the call, after a warm-up that is not counted. */
export async function measureLatency(
  call: () => Promise<unknown>,
  { calls, warmUpCalls }: { readonly calls: number; readonly warmUpCalls: number },
): Promise<Latency> {
  for (let i = 0; i < warmUpCalls; i++) await call();
  const times = new Float64Array(calls);
  for (let i = 0; i < calls; i++) {
    const startedAt = performance.now();
    await call();
    times[i] = performance.now() - startedAt;
  }
  times.sort();
  const quantile = (share: number): number => times[Math.min(calls - 1, Math.floor(share * calls))] ?? 0;
  return { p50Ms: quantile(0.5), p99Ms: quantile(0.99), calls };
}
