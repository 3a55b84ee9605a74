/** How the units of one caller in one window are counted, in this process. Times are whole milliseconds. */
export interface WindowAlgorithm<State> {
  start(): State;
  /**
   * Takes what was used at a moment that is still to come as used now, where the clock was set back. So nothing is given
   * away, and nobody waits longer than a window.
   */
  setBack(state: State, now: number): void;
  /** Milliseconds until so many units are there; 0 if they are. They must fit at once. */
  waitMs(state: State, moment: number, units: number): number;
  use(state: State, moment: number, units: number): void;
  /** Units that are there. */
  remaining(state: State, moment: number): number;
  /** Milliseconds until at least one unit more is there; 0 where nothing is used. */
  resetMs(state: State, moment: number): number;
}
