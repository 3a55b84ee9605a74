import process from 'node:process';
import { TitansError } from '@titans/core/errors';
import type { Warehouse } from '@titans/etl';
import { type Command, CommanderError } from 'commander';
import { buildProgram, programName } from './command-line/build-program.js';
import type { CommandContext } from './command-line/command-context.js';
import type { CommandDefinition } from './command-line/command-definition.js';
import { commandGroups } from './command-line/definitions/all.js';
import type { View } from './command-line/view.js';
import type { Environment } from './config/environment-file.js';
import { type GlobalOptions, readSettings } from './config/settings.js';
import { type ErrorReport, reportError } from './errors/error-report.js';
import type { ExitCode } from './errors/exit-codes.js';
import { interruptionOf } from './errors/interruption.js';
import { type Colours, coloursOf, wantsColours } from './terminal/colours.js';
import type { InputStream, OutputStream } from './terminal/output.js';
import { progressLine } from './terminal/progress-line.js';
import { questionsOn } from './terminal/questions.js';
import { version } from './version.js';

/** Where a command runs. Everything is that of the process unless told. */
export interface RunOptions {
  readonly stdin?: InputStream;
  /** Takes the result. */
  readonly stdout?: OutputStream;
  /** Takes progress, questions and errors. */
  readonly stderr?: OutputStream;
  readonly env?: Environment;
  readonly cwd?: string;
  /** Used instead of the one that the settings name, and left open: of programs that have it open already. */
  readonly warehouse?: Warehouse;
  /** Stops the command; it then ends with 130. */
  readonly signal?: AbortSignal;
  /**
   * Whether SIGINT and SIGTERM of the process are this call's to answer; `false` unless told. Services then end the process
   * themselves once they have stopped in order.
   */
  readonly ownsProcess?: boolean;
}

interface Streams {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

/**
 * Runs a command line. It prints as the program does, ends nothing but its own work and rejects never: what went wrong is
 * told on the standard error stream, with `--json` also as a document on the standard output, and by the exit code.
 *
 * @param argv What stands behind the name of the program.
 * @returns The exit code, as `exitCodes` documents them.
 * @example
 * ```ts
 * import { run } from '@titans/cli';
 *
 * const exitCode = await run(['profile', 'statement.csv', '--json'], { cwd: './books' });
 * ```
 */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<ExitCode> {
  const { env = process.env, cwd = process.cwd(), ownsProcess = false } = options;
  const streams: Streams = {
    stdin: options.stdin ?? process.stdin,
    stdout: options.stdout ?? process.stdout,
    stderr: options.stderr ?? process.stderr,
  };
  const { stdout, stderr } = streams;
  const flags = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : undefined);
  const environment = flags.includes('--no-color') ? { ...env, NO_COLOR: '1' } : env;
  const hasColours = wantsColours(stdout.isTTY === true, environment);
  const interruption = interruptionOf(options.signal);
  let exitCode: ExitCode = 0;
  const program = buildProgram({
    version,
    stdout,
    colours: coloursOf(hasColours),
    hasColours,
    async act(definition, command) {
      if (ownsProcess) interruption.listen(stderr);
      exitCode = await act(definition, command, {
        ...streams,
        environment,
        cwd,
        signal: interruption.signal,
        warehouse: options.warehouse ?? null,
        takeSignals() {
          interruption.ignore();
          return ownsProcess;
        },
      });
    },
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const report = reportError(error instanceof CommanderError ? usageError(error, argv) : error);
    tell(report, {
      ...streams,
      isJson: flags.includes('--json'),
      isVerbose: flags.includes('--verbose'),
      colours: coloursOf(wantsColours(stderr.isTTY === true, environment)),
    });
    return report.exitCode === 130 ? interruption.exitCode() : report.exitCode;
  } finally {
    interruption.ignore();
  }
}

interface Scene extends Streams {
  readonly environment: Environment;
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly warehouse: Warehouse | null;
  takeSignals(): boolean;
}

async function act(definition: CommandDefinition, command: Command, scene: Scene): Promise<ExitCode> {
  const { stdin, stdout, stderr, environment, cwd, signal } = scene;
  const flags = command.optsWithGlobals<GlobalOptions>();
  const isJson = flags.json === true;
  const isQuiet = flags.quiet === true;
  const view: View = {
    colours: coloursOf(wantsColours(stdout.isTTY === true, environment)),
    // A terminal that does not tell its width says 0.
    width: (stdout.isTTY === true && stdout.columns) || undefined,
  };
  const colours = coloursOf(wantsColours(stderr.isTTY === true, environment));
  const progress = progressLine(stderr, colours);
  const write = (stream: OutputStream, text: string): void => {
    progress.clear();
    if (text !== '') stream.write(`${text}\n`);
  };
  const context: CommandContext = {
    cwd,
    settings: await readSettings(cwd, environment, flags),
    signal,
    stdin,
    takeSignals: scene.takeSignals,
    warehouse: scene.warehouse,
    commands: commandGroups.flatMap(({ commands }) => commands),
    questions: questionsOn({ stdin, stderr, signal, yes: flags.yes === true, isAllowed: !isJson }),
    now: Date.now,
    view,
    // A terminal that cannot write over a line is told nothing that passes.
    onProgress:
      isQuiet || environment.TERM === 'dumb' ? () => undefined : (update) => progress.update(update),
    note: (line) => {
      if (!isQuiet) write(stderr, colours.faint(line));
    },
    print: (document, text) => write(stdout, isJson ? JSON.stringify(document) : text),
    show: (text) => {
      if (!isJson && !isQuiet) write(stdout, text);
    },
  };
  try {
    const invoked = await (await definition.load()).invoke(command, context);
    if (invoked.isPrinted !== true)
      write(stdout, isJson ? JSON.stringify(invoked.document, null, 2) : invoked.text(view));
    await invoked.stopped;
    return invoked.exitCode ?? 0;
  } finally {
    progress.clear();
  }
}

/** The error of a command line that makes no sense, with where to look. */
function usageError({ code, message }: CommanderError, argv: readonly string[]): TitansError {
  const what = code === 'commander.help' ? 'A command is needed' : message.replace(/^error: /, '');
  const sentence = what.replaceAll('\n', ' ').replace(/[.]?$/, '.');
  return new TitansError(
    'INVALID_ARGUMENT',
    `${sentence} Look at: ${[programName, ...namedCommand(argv)].join(' ')} --help`,
  );
}

/** The words of the command line that name a command. */
function namedCommand(argv: readonly string[]): readonly string[] {
  const names = commandGroups.flatMap(({ commands }) => commands.map(({ name }) => name.split(' ')));
  const [first = '', second = ''] = argv.filter((word) => !word.startsWith('-'));
  if (names.some((words) => words[0] === first && words[1] === second)) return [first, second];
  return names.some((words) => words[0] === first) ? [first] : [];
}

interface Telling extends Streams {
  readonly isJson: boolean;
  readonly isVerbose: boolean;
  readonly colours: Colours;
}

function tell(report: ErrorReport, { stdout, stderr, isJson, isVerbose, colours }: Telling): void {
  if (isJson) stdout.write(`${JSON.stringify(report.document, null, 2)}\n`);
  stderr.write(`${colours.bad(`${programName}:`)} ${report.line}\n`);
  if (isVerbose) stderr.write(`${colours.faint(report.stack)}\n`);
}
