import { useEffect, useRef } from 'preact/hooks';

/** Calls `work` now and every so many milliseconds, while the page can be seen. */
export function usePolling(work: (signal: AbortSignal) => Promise<void>, everyMs: number): void {
  const current = useRef(work);
  current.current = work;
  useEffect(() => {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const round = async (): Promise<void> => {
      if (document.visibilityState === 'visible') await current.current(controller.signal);
      if (!controller.signal.aborted) timer = setTimeout(round, everyMs);
    };
    void round();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [everyMs]);
}
