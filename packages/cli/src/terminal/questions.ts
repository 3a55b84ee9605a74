import type { Readable, Writable } from 'node:stream';
import { TitansError } from '@titans/core/errors';
import type { InputStream, OutputStream } from './output.js';

/** One of several answers. */
export interface Choice {
  readonly label: string;
  readonly hint?: string;
}

/** Asks the person at the terminal. */
export interface Questions {
  /** Whether there is somebody to ask. */
  readonly isPossible: boolean;
  /**
   * Asks before something is removed or replaced.
   *
   * @throws TitansError `INVALID_ARGUMENT` where nobody can be asked; `ABORTED` for no.
   */
  requireConsent(question: string): Promise<void>;
  /** @returns The number of the chosen answer. @throws TitansError `ABORTED` where the question is left. */
  choose(question: string, choices: readonly Choice[]): Promise<number>;
}

/** Where questions are asked. */
export interface QuestionSettings {
  readonly stdin: InputStream;
  readonly stderr: OutputStream;
  readonly signal: AbortSignal;
  /** Whether everything was agreed to beforehand. */
  readonly yes: boolean;
  /** Whether questions may be asked at all. */
  readonly isAllowed: boolean;
}

/** Questions on the standard error stream, so that they are no part of what is printed. */
export function questionsOn(settings: QuestionSettings): Questions {
  const { stdin, stderr, signal, yes } = settings;
  const isPossible = settings.isAllowed && stdin.isTTY === true && stderr.isTTY === true;
  // On a terminal both are streams of Node's own.
  const streams = () => ({ input: stdin as Readable, output: stderr as Writable, signal });
  return {
    isPossible,
    async requireConsent(question) {
      if (yes) return;
      if (!isPossible) {
        throw new TitansError(
          'INVALID_ARGUMENT',
          `${question} Nobody can be asked here: say --yes to agree.`,
          {
            details: { field: '--yes' },
          },
        );
      }
      const { confirm } = await import('@clack/prompts');
      const answer = await confirm({ message: question, initialValue: false, ...streams() });
      if (answer !== true) throw declined();
    },
    async choose(question, choices) {
      const { select, isCancel } = await import('@clack/prompts');
      const options = choices.map((choice, value) => ({ value, ...choice }));
      const answer = await select<number>({ message: question, options, ...streams() });
      if (isCancel(answer)) throw declined();
      return answer;
    },
  };
}

function declined(): TitansError {
  return new TitansError('ABORTED', 'Nothing was changed.');
}
