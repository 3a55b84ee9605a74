import type { Option } from 'commander';
import type { CommandDefinition } from '../command-line/command-definition.js';
import { globalOptions } from '../command-line/global-options.js';

/** An option as a shell completes it. */
export interface CompletedOption {
  /** Such as `-y` and `--yes`. */
  readonly names: readonly string[];
  readonly description: string;
  /** Whether something stands behind it. */
  readonly takesValue: boolean;
  /** What may stand behind it; empty where that is free, a file for example. */
  readonly values: readonly string[];
}

/** A command as a shell completes it. */
export interface CompletedCommand {
  /** Such as `models` and `promote`. */
  readonly words: readonly string[];
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** What may stand as an argument; empty where that is free. */
  readonly values: readonly string[];
}

/** Everything that can be completed. */
export function completionWords(definitions: readonly CommandDefinition[]): readonly CompletedCommand[] {
  return definitions.map(({ name, summary, options = [], arguments: given = [], isDestructive = false }) => ({
    words: name.split(' '),
    summary,
    options: [
      ...options.map(completedOption),
      ...(isDestructive
        ? [{ names: ['-y', '--yes'], description: 'agree beforehand', takesValue: false, values: [] }]
        : []),
      ...globalOptions().map(completedOption),
      { names: ['-h', '--help'], description: 'show help', takesValue: false, values: [] },
    ],
    values: given.flatMap((argument) => argument.argChoices ?? []),
  }));
}

function completedOption(option: Option): CompletedOption {
  return {
    names: [option.short, option.long].filter((name) => name !== undefined),
    description: option.description,
    takesValue: option.required || option.optional,
    values: option.argChoices ?? [],
  };
}
