/** One benchmark: a file `*.bench.ts` under this folder exports it as `benchmark`. */
export interface Benchmark {
  readonly name: string;
  /** What is counted, in the plural, for example `"rows"`. */
  readonly unit: string;
  /** How often the work is measured, after one run that is not; 5 where it is not given. */
  readonly repeats?: number;
  /** Makes what the work needs; not measured. The work it gives returns how many units it did. */
  prepare(): Promise<() => Promise<number>>;
}

/** What was measured, each figure the median over the repeats except where its name says otherwise. */
export interface Measurement {
  readonly name: string;
  readonly unit: string;
  readonly units: number;
  readonly repeats: number;
  readonly wallMs: number;
  readonly fastestWallMs: number;
  readonly slowestWallMs: number;
  /** User and system time of all threads of the process. */
  readonly cpuMs: number;
  readonly unitsPerSecond: number;
  /** The most memory the process ever held, with Node itself and the benchmark's data in it. */
  readonly peakRssMb: number;
}
