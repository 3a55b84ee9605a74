/** How the units of one caller in one window are counted, in this process. Times are whole milliseconds. */
export interface WindowAlgorithm<State> {
  start(): State;
  /** The moment that counts as now: time does not run backwards. */
  momentOf(state: State, now: number): number;
  /** Milliseconds until so many units are there; 0 if they are. They must fit at once. */
  waitMs(state: State, moment: number, units: number): number;
  use(state: State, moment: number, units: number): void;
  /** Units that are there. */
  remaining(state: State, moment: number): number;
  /** Milliseconds until at least one unit more is there; 0 where nothing is used. */
  resetMs(state: State, moment: number): number;
}
