import type { CommandContext } from '../command-line/command-context.js';
import { type LoadedCommand, loadedCommand, type Outcome } from '../command-line/command-definition.js';
import { bashScript } from '../completion/bash.js';
import { completionWords } from '../completion/completion-words.js';
import { fishScript } from '../completion/fish.js';
import { zshScript } from '../completion/zsh.js';

/** What `titans completion` takes. */
export interface CompletionOptions {
  readonly shell: 'bash' | 'zsh' | 'fish';
}

/** What `titans completion --json` prints. */
export interface CompletionDocument {
  readonly shell: CompletionOptions['shell'];
  readonly script: string;
}

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** Makes the script that completes commands, options and values for a shell. It starts no process while it completes. */
export async function completion(
  { shell }: CompletionOptions,
  { commands }: CommandContext,
): Promise<Outcome<CompletionDocument>> {
  const words = completionWords(commands);
  return { document: { shell, script: scripts[shell](words) } };
}

function completionText({ script }: CompletionDocument): string {
  return script.trimEnd();
}

/** `titans completion`. */
export const completionCommand: LoadedCommand = loadedCommand(completion, completionText);
