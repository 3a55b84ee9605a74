/**
 * Programs that do the same work, run in turns in one run: a file `*.comparison.ts` under this folder exports it as
 * `comparison`. Each run of a program is a process of its own that prints its {@link Effort} as one line of JSON.
 */
export interface Comparison {
  readonly name: string;
  /** What is counted, in the plural, for example `"rows"`. */
  readonly unit: string;
  /** How often each program runs. */
  readonly rounds: number;
  /** Makes what the programs need; the first of them is what the others are compared with. */
  prepare(): Promise<readonly Program[]>;
}

/** One program of a comparison. */
export interface Program {
  readonly name: string;
  readonly command: string;
  readonly arguments: readonly string[];
  /** Why it cannot be run here, where it cannot. */
  readonly isMissing?: string;
}

/** What one run of a program took. */
export interface Effort {
  readonly units: number;
  readonly wallMs: number;
  /** User and system time of all threads of the process. */
  readonly cpuMs: number;
  /** How far the memory of the process rose above what it held before the work. */
  readonly riseMb: number;
}
