import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Warehouse } from '@titans/etl';
import { run } from '../run.js';

/** What a command printed and how it ended. */
export interface CapturedRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The one document that `--json` prints. */
  json<Document>(): Document;
}

/** Where a command runs in a test; it finds no variables but those given, and no terminal. */
export interface CapturedOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly signal?: AbortSignal;
  readonly warehouse?: Warehouse;
}

/** Runs a command line in this process. */
export async function capturedRun(
  argv: readonly string[],
  { cwd, env = {}, stdin = '', signal, warehouse }: CapturedOptions,
): Promise<CapturedRun> {
  const [input, output, errors] = [new PassThrough(), new PassThrough(), new PassThrough()];
  input.end(stdin);
  const printed = Promise.all([text(output), text(errors)]);
  const exitCode = await run(argv, {
    cwd,
    env,
    stdin: input,
    stdout: output,
    stderr: errors,
    ...(signal === undefined ? {} : { signal }),
    ...(warehouse === undefined ? {} : { warehouse }),
  });
  output.end();
  errors.end();
  const [stdout, stderr] = await printed;
  return { exitCode, stdout, stderr, json: () => JSON.parse(stdout) };
}
