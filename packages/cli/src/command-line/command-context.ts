import type { Warehouse } from '@titans/etl';
import type { Settings } from '../config/settings.js';
import type { InputStream } from '../terminal/output.js';
import type { ReportedProgress } from '../terminal/progress-line.js';
import type { Questions } from '../terminal/questions.js';
import type { CommandDefinition } from './command-definition.js';
import type { View } from './view.js';

/** What a command works with. */
export interface CommandContext {
  /** Directory that relative paths start from. */
  readonly cwd: string;
  /** Flags, then the environment with `.env` below it, then the file of the configuration. */
  readonly settings: Settings;
  /** Raised when the work is to stop. */
  readonly signal: AbortSignal;
  /** Of a program that has it open already; `null` where the command opens it. */
  readonly warehouse: Warehouse | null;
  readonly stdin: InputStream;
  readonly questions: Questions;
  /** Every command, for completion. */
  readonly commands: readonly CommandDefinition[];
  /**
   * Leaves SIGINT and SIGTERM to the command from now on.
   *
   * @returns Whether they are its to answer: in a program they are not, which has its own ways.
   */
  takeSignals(): boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onProgress: (progress: ReportedProgress) => void;
  /** Says something beside the result: on the standard error stream, and not with `--quiet`. */
  note(line: string): void;
  /** Prints a further document, of commands that go on: a line of JSON, or text for people. */
  print(document: object, text: string): void;
  /** Writes text for people while the work goes on, such as a preview; nothing with `--json` or `--quiet`. */
  show(text: string): void;
  /** How documents are rendered. */
  readonly view: View;
}
