/** One check of a conformance suite. `run` rejects with an explanation if the implementation fails it. */
export interface ConformanceCase {
  readonly name: string;
  run(): Promise<void>;
}
