const timeoutMs = 5_000;
const intervalMs = 50;

/** Waits for something that should happen soon; rejects after five seconds. */
export async function within<T>(awaited: Promise<T>, what: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not happen within ${timeoutMs} ms.`)), timeoutMs);
  });
  try {
    return await Promise.race([awaited, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks every 50 ms until it is so; rejects after five seconds. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const latest = performance.now() + timeoutMs;
  while (!(await isSo())) {
    if (performance.now() > latest) throw new Error(`${what} did not come within ${timeoutMs} ms.`);
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
}
