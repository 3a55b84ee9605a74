import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import type { S3Options } from '../s3/index.js';
import { signedHeaders } from '../s3/sign-request.js';
import { freePort } from './free-port.js';

const credentials = { accessKeyId: 'tests', secretAccessKey: 'tests-only' };
const region = 'us-east-1';

/** A service of its own that answers as S3 does. */
export interface S3Server {
  /** Makes an empty bucket, and tells how to reach it. */
  emptyBucket(): Promise<S3Options>;
  stop(): void;
}

/**
 * The program of Moto (PyPI, `moto[server]`), named by `TITANS_TEST_MOTO` or found in the path; `undefined` where there is
 * none: tests are then skipped.
 */
export function findS3Server(): string | undefined {
  const path = (process.env.PATH ?? '').split(delimiter).map((directory) => join(directory, 'moto_server'));
  return [process.env.TITANS_TEST_MOTO ?? '', ...path].find(
    (program) => program !== '' && existsSync(program),
  );
}

/**
 * Starts the service on a free port of the loopback interface. Moto looks whether an object exists and writes it later, in
 * several threads, so that two conditional writes may both succeed, which S3 rules out: requests reach it one after the other.
 */
export async function startS3Server(): Promise<S3Server> {
  const program = findS3Server();
  if (program === undefined) throw new Error('Moto is not installed.');
  const port = await freePort();
  const moto = `http://127.0.0.1:${port}`;
  const server = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  let buckets = 0;

  for (let attempt = 0; !(await answers(moto)); attempt++) {
    if (attempt > 300) {
      server.kill('SIGKILL');
      throw new Error('Moto did not start.');
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const oneByOne = await startOneByOne(port);
  const endpoint = `http://127.0.0.1:${(oneByOne.address() as AddressInfo).port}`;
  return {
    async emptyBucket() {
      const bucket = `bucket-${buckets++}`;
      const url = new URL(`${endpoint}/${bucket}`);
      const headers = signedHeaders(
        { method: 'PUT', url, headers: {}, body: new Uint8Array() },
        { credentials, region, service: 's3', now: Date.now() },
      );
      await fetch(url, { method: 'PUT', headers });
      return { bucket, region, credentials, endpoint };
    },
    stop() {
      oneByOne.close();
      oneByOne.closeAllConnections();
      server.kill('SIGKILL');
    },
  };
}

/** A server that hands requests on to a port, each when the one before has been answered. */
async function startOneByOne(port: number): Promise<Server> {
  let turn: Promise<void> = Promise.resolve();
  const server = createServer((asked, answer) => {
    turn = turn.then(() => handOn(asked, answer, port));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function handOn(asked: IncomingMessage, answer: ServerResponse, port: number): Promise<void> {
  if (answer.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    answer.once('close', resolve);
    const { method, url, headers } = asked;
    const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    onward.once('error', () => answer.destroy());
    asked.pipe(onward);
  });
}

async function answers(endpoint: string): Promise<boolean> {
  return fetch(endpoint).then(
    () => true,
    () => false,
  );
}
