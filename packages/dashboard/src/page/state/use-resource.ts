import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type Problem, problemOf } from '../session/problem.js';

/** Something that is asked of the server. While it is asked for again, the last value stays. */
export interface Resource<T> {
  readonly value: T | undefined;
  readonly problem: Problem | null;
  readonly isLoading: boolean;
  reload(): void;
}

/**
 * Asks when the component appears and whenever one of `keys` is another; what was under way is then cancelled.
 *
 * @param load `null` to ask for nothing yet.
 */
export function useResource<T>(
  load: ((signal: AbortSignal) => Promise<T>) | null,
  keys: readonly unknown[],
): Resource<T> {
  const [state, setState] = useState<Omit<Resource<T>, 'reload'>>({
    value: undefined,
    problem: null,
    isLoading: load !== null,
  });
  const [round, setRound] = useState(0);
  const current = useRef(load);
  current.current = load;
  useEffect(() => {
    const ask = current.current;
    if (ask === null) return;
    const controller = new AbortController();
    const { signal } = controller;
    setState((before) => ({ ...before, isLoading: true }));
    ask(signal).then(
      (value) => {
        if (!signal.aborted) setState({ value, problem: null, isLoading: false });
      },
      (error: unknown) => {
        if (signal.aborted) return;
        setState((before) => ({ ...before, problem: problemOf(error), isLoading: false }));
      },
    );
    return () => controller.abort();
  }, [...keys, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { ...state, reload };
}
