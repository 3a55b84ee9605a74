import type { Progress } from '@titans/core';

/** Tells the person at the terminal what is happening, on standard error so that `--json` stays clean. */
export interface Narrator {
  /** Runs one step and prints what it did and how long it took. */
  step<T>(title: string, work: (onProgress: (progress: Progress) => void) => Promise<T>): Promise<T>;
  /** Prints one line below the step in hand. */
  note(line: string): void;
}

/** Prints steps as they end; on a terminal the step in hand shows its progress in place. */
export function createNarrator(output: NodeJS.WriteStream): Narrator {
  const clearLine = output.isTTY ? '\r\u001b[2K' : '';

  async function step<T>(
    title: string,
    work: (onProgress: (progress: Progress) => void) => Promise<T>,
  ): Promise<T> {
    const startedAt = performance.now();
    const onProgress = (progress: Progress): void => {
      if (output.isTTY)
        output.write(`${clearLine}… ${title}: ${describe(progress)}`.slice(0, output.columns));
    };
    if (output.isTTY) output.write(`… ${title}`);
    const result = await work(onProgress);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    output.write(`${clearLine}✓ ${title.padEnd(58)} ${seconds.padStart(5)} s\n`);
    return result;
  }

  return { step, note: (line) => output.write(`    ${line}\n`) };
}

function describe({ stage, done, total, unit }: Progress): string {
  return total === undefined ? `${stage} ${done} ${unit}` : `${stage} ${done}/${total} ${unit}`;
}
