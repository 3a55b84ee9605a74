import { isTitansError } from '@titans/core';
import type { View } from '../command-line/view.js';
import { plain } from '../terminal/format.js';

/** How one thing is. */
export interface Check {
  /** What was looked at. */
  readonly name: string;
  readonly state: 'pass' | 'fail' | 'skip';
  /** What was found, or why nothing was looked at. */
  readonly found: string;
  /** What to do; `null` where nothing has to be done. */
  readonly advice: string | null;
  /** Code of the error behind a failure. */
  readonly code?: string;
}

export function passed(name: string, found: string): Check {
  return { name, state: 'pass', found, advice: null };
}

export function failed(name: string, found: string, advice: string): Check {
  return { name, state: 'fail', found, advice };
}

export function skipped(name: string, found: string): Check {
  return { name, state: 'skip', found, advice: null };
}

/** A failure of what an error says, which tells what to do itself unless there is something better to say. */
export function failedBy(name: string, error: unknown, advice: string | null = null): Check {
  const found = error instanceof Error ? error.message : String(error);
  return { name, state: 'fail', found, advice, ...(isTitansError(error) ? { code: error.code } : {}) };
}

/** The checks one below the other, with what to do. */
export function checksText(checks: readonly Check[], { colours }: View): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const style = { pass: colours.good, fail: colours.bad, skip: colours.faint } as const;
  return checks
    .map(({ name, state, found, advice }) => {
      const line = `${style[state](state)}  ${name.padEnd(width)}  ${plain(found)}`;
      return advice === null
        ? line
        : `${line}\n${' '.repeat(width + 8)}${colours.warning(`→ ${plain(advice)}`)}`;
    })
    .join('\n');
}
