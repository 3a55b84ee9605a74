import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
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

/** Starts the service on a free port of the loopback interface. */
export async function startS3Server(): Promise<S3Server> {
  const program = findS3Server();
  if (program === undefined) throw new Error('Moto is not installed.');
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  let buckets = 0;

  for (let attempt = 0; !(await answers(endpoint)); attempt++) {
    if (attempt > 300) {
      server.kill('SIGKILL');
      throw new Error('Moto did not start.');
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
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
    stop: () => void server.kill('SIGKILL'),
  };
}

async function answers(endpoint: string): Promise<boolean> {
  return fetch(endpoint).then(
    () => true,
    () => false,
  );
}
