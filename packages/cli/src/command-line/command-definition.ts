import type { Argument, Command, Option } from 'commander';
import type { ExitCode } from '../errors/exit-codes.js';
import type { CommandContext } from './command-context.js';
import type { View } from './view.js';

/** What came of a command. */
export interface Outcome<Document> {
  /** Plain data: what `--json` prints, and what is rendered for people. */
  readonly document: Document;
  /** Whether it was printed while the command went on, and is not printed again. */
  readonly isPrinted?: boolean;
  /** 0 unless told. */
  readonly exitCode?: ExitCode;
  /** Of services, which go on after they have told where they are: settles when they have stopped. */
  readonly stopped?: Promise<void>;
}

/** A command that was loaded. */
export interface LoadedCommand {
  invoke(command: Command, context: CommandContext): Promise<Invoked>;
}

/** What came of a command, whichever it was. */
export interface Invoked extends Omit<Outcome<unknown>, 'document'> {
  readonly document: unknown;
  /** The document for people; empty where there is nothing to say. */
  text(view: View): string;
}

/** A command as it is listed, before anything of it is loaded. */
export interface CommandDefinition {
  /** Words, such as `models promote`. */
  readonly name: string;
  readonly summary: string;
  /** What the summary leaves open. */
  readonly description?: string;
  readonly arguments?: readonly Argument[];
  readonly options?: readonly Option[];
  /** Command lines without the name of the program, with what they do. */
  readonly examples: readonly (readonly [commandLine: string, what: string])[];
  /** Whether it asks before it removes something, so that `--yes` can agree beforehand. */
  readonly isDestructive?: boolean;
  load(): Promise<LoadedCommand>;
}

/**
 * Puts together what does a command and what renders it.
 *
 * @param execute Takes options and arguments by name.
 */
export function loadedCommand<Options extends object, Document>(
  execute: (options: Options, context: CommandContext) => Promise<Outcome<Document>>,
  render: (document: Document, view: View) => string,
): LoadedCommand {
  return {
    async invoke(command, context) {
      const given = Object.assign(command.opts<Options>(), argumentsOf(command));
      const outcome = await execute(given, context);
      return { ...outcome, text: (view) => render(outcome.document, view) };
    },
  };
}

function argumentsOf(command: Command): Record<string, unknown> {
  const values: readonly unknown[] = command.processedArgs;
  return Object.fromEntries(
    command.registeredArguments
      .map((argument, index) => [argument.name(), values[index]] as const)
      .filter(([, value]) => value !== undefined),
  );
}
