import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toNode } from '../../packages/server-adapter/src/adapters/node.js';
import { keys, start } from '../../packages/server-adapter/src/testing/service.js';

/** `TITANS_SCHEMATHESIS`, or `schemathesis` on the path. */
const program = process.env.TITANS_SCHEMATHESIS ?? 'schemathesis';

/** What Schemathesis found. */
export interface SchemathesisReport {
  /** `null` where it is not installed. */
  readonly passed: boolean | null;
  /** Its own last lines. */
  readonly summary: string;
}

/** That too much is 413 is missing from what it takes for a refusal. */
const configuration = `[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429]
`;
/** Streams of lines it cannot write, and streams without an end it cannot read. */
const withoutStreams = ['--exclude-path', '/predict/stream', '--exclude-path', '/events'];

/**
 * Lets Schemathesis judge a real server by the document it serves: statuses, media types, schemas and headers as declared,
 * no 5xx, credentials asked for wherever they are declared. Left out is its check that whatever matches a schema is
 * accepted: that a day exists, a version is registered or two members exclude each other is beyond schemas.
 */
export async function judgeBySchemathesis(examples: number, seed: number): Promise<SchemathesisReport> {
  if (!existsSync(program) && spawnSync(program, ['--version']).status !== 0) {
    return { passed: null, summary: 'Schemathesis is not installed: its part is left out.' };
  }
  const titans = await start();
  // Without an address nobody is locked out: Schemathesis tries wrong credentials, too.
  const server = createServer(toNode(titans, { clientAddress: () => undefined })).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const directory = await mkdtemp(join(tmpdir(), 'titans-schemathesis-'));
  const file = join(directory, 'schemathesis.toml');
  await writeFile(file, configuration);
  const child = spawn(
    program,
    [
      ...[
        '--config-file',
        file,
        'run',
        `http://127.0.0.1:${port}/openapi.json`,
        '--header',
        `Authorization: Bearer ${keys.admin}`,
      ],
      ...['--max-examples', String(examples), '--seed', String(seed), '--request-timeout', '15'],
      ...['--exclude-checks', 'positive_data_acceptance', '--no-color', ...withoutStreams],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [status] = (await once(child, 'close')) as [number | null];
  await titans.close();
  server.closeAllConnections();
  server.close();
  await rm(directory, { recursive: true });
  return {
    passed: status === 0,
    summary: output.slice(-16_000),
  };
}
