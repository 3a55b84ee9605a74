import { Command, Option } from 'commander';
import { exitCodes } from '../errors/exit-codes.js';
import type { Colours } from '../terminal/colours.js';
import type { OutputStream } from '../terminal/output.js';
import type { CommandDefinition } from './command-definition.js';
import { type CommandGroup, commandGroups } from './definitions/all.js';
import { globalGroup, globalOptions } from './global-options.js';

/** Where the program prints help and what it does with a command. */
export interface ProgramParts {
  readonly version: string;
  readonly stdout: OutputStream;
  readonly colours: Colours;
  readonly hasColours: boolean;
  act(definition: CommandDefinition, command: Command): Promise<void>;
}

/** Name of the program. */
export const programName = 'titans';

/** Puts the commands together. Nothing of them is loaded but their names, options and examples. */
export function buildProgram(parts: ProgramParts): Command {
  const { version, stdout, colours, hasColours } = parts;
  const program = new Command(programName)
    .description('Raw bank and card transactions in, clean data, calibrated models and a guarded API out.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .exitOverride()
    // Options behind the name of a command are that command's.
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      // What was wrong is thrown, and told in one line by whoever catches it.
      writeErr: () => undefined,
      outputError: () => undefined,
      getOutHelpWidth: () => stdout.columns || 80,
      getOutHasColors: () => hasColours,
    })
    .configureHelp({
      styleTitle: (text) => colours.strong(text),
      styleCommandText: (text) => colours.accent(text),
      styleSubcommandTerm: (text) => colours.accent(text),
      styleOptionTerm: (text) => colours.accent(text),
      styleArgumentTerm: (text) => colours.accent(text),
      subcommandTerm: (command) =>
        [command.name(), ...command.registeredArguments.map(argumentTerm)].join(' '),
    })
    .addHelpText('after', () => exitCodeHelp(colours));
  addGlobalOptions(program);
  for (const group of commandGroups) addGroup(program, group, parts);
  return program;
}

function addGroup(program: Command, group: CommandGroup, parts: ProgramParts): void {
  program.commandsGroup(`${group.title}:`);
  for (const definition of group.commands) {
    const words = definition.name.split(' ');
    const name = words.pop() as string;
    const parent = words.reduce(
      (command, word) =>
        command.commands.find((each) => each.name() === word) ??
        addGlobalOptions(command.command(word))
          .summary(group.parents?.[word] ?? '')
          .description(group.parents?.[word] ?? ''),
      program,
    );
    addCommand(parent.command(name), definition, parts);
  }
}

/** What every command takes may stand before its name too: `titans --json status`. Help lists it with the command alone. */
function addGlobalOptions(command: Command): Command {
  for (const option of globalOptions()) command.addOption(option.hideHelp());
  return command;
}

function addCommand(command: Command, definition: CommandDefinition, parts: ProgramParts): void {
  const { summary, description, examples, isDestructive = false } = definition;
  command.summary(summary).description([sentence(summary), description ?? ''].join(' ').trim());
  for (const argument of definition.arguments ?? []) command.addArgument(argument);
  for (const option of definition.options ?? []) command.addOption(option);
  if (isDestructive) command.addOption(new Option('-y, --yes', 'agree beforehand to what would be asked'));
  for (const option of globalOptions()) command.addOption(option);
  command.addHelpOption(new Option('-h, --help', 'show this help').helpGroup(globalGroup));
  command.allowExcessArguments(false);
  command.addHelpText('after', () => exampleHelp(examples, parts.colours));
  command.action(() => parts.act(definition, command));
}

function exampleHelp(examples: CommandDefinition['examples'], colours: Colours): string {
  const lines = examples.flatMap(([line, what]) => [
    `  ${colours.faint(`# ${what}`)}`,
    `  $ ${programName} ${line}`,
  ]);
  return ['', colours.strong('Examples:'), ...lines].join('\n');
}

function exitCodeHelp(colours: Colours): string {
  const codes = Object.entries(exitCodes).map(([code, what]) => `  ${code.padEnd(4)} ${what}`);
  return ['', colours.strong('Exit codes:'), ...codes].join('\n');
}

function argumentTerm(argument: Command['registeredArguments'][number]): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}${summary.endsWith('?') ? '' : '.'}`;
}
