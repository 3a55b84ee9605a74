/**
 * Waits for something, but only so long. What comes later is ignored, and so is its error.
 *
 * @param onLate Gives the value instead, or throws.
 */
export async function inTime<T>(awaited: Promise<T>, timeoutMs: number, onLate: () => T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  try {
    return await Promise.race([awaited, late.then(onLate)]);
  } finally {
    clearTimeout(timer);
  }
}
