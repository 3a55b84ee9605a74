import { useEffect, useState } from 'preact/hooks';
import type { Observable } from './observable.js';

/** The value of an observable; the component is rendered again when it changes. */
export function useObserved<T>(observed: Observable<T>): T {
  const [, setTick] = useState(0);
  const { value } = observed;
  useEffect(() => {
    const again = (): void => setTick((tick) => tick + 1);
    // It may have changed between the rendering and now.
    if (!Object.is(observed.value, value)) again();
    return observed.subscribe(again);
  }, [observed]);
  return value;
}
