import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { loadModels } from '@titans/models';
import { createTitans } from '@titans/server-adapter';
import { type ConformanceResult, runOnHost } from '../conformance/run-on-host.js';
import { askedConfiguration, askedKey } from './asked-configuration.js';
import { bundle, canBundle } from './bundle.js';
import { type Ask, type Question, questions, sameAnswers, settled } from './questions.js';
import { serveByWorkerd, type Workerd } from './workerd.js';

/** What came of serving from Workers. */
export interface WorkersResult {
  readonly cases: ConformanceResult;
  /** Questions that were answered as they should be, those among them that Node answers in the same words. */
  readonly answered: number;
  readonly same: number;
  /** What is not as it should be, one each. */
  readonly complaints: readonly string[];
}

/** Conformance cases that are left out, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  'a target in absolute form is the same route (RFC 9112, 3.2.2)': 'the server of workerd refuses it',
  'a body over the limit is 413 while it is still arriving, with and without a length':
    'the server of workerd closes the connection',
  'a length that lies never reaches a handler': 'the server of workerd closes the connection',
  'a connection goes on after a body that was refused unread': 'the server of workerd closes it',
  'a client that asks first is told to go on': 'the server of workerd does not tell it',
  'HTTP/1.0 gets whole answers and streams without chunks': 'the server of workerd sends chunks',
  'a stream that fails is broken off, so that nobody takes it for whole':
    'workerd ends it as if it were whole (its issue 6818)',
  'a listener that goes away is forgotten': 'workerd notices only when something is sent; asked for below',
  'a body that the host consumed is a loud error, and routes without a body still answer':
    'looks at the log, which is in the Worker',
  'events come as they happen, and end when the service stops': 'closes the service, which is in the Worker',
  'a stream goes as fast as it is read, and is given up when nobody reads it':
    'looks at a counter, which is in the Worker',
  'a client that goes away is noticed by the handler': 'looks at the handler, which is in the Worker',
  'while it stops, new requests are 503 and those in flight are finished':
    'closes the service, which is in the Worker',
};

const here = fileURLToPath(new URL('.', import.meta.url));
const example = fileURLToPath(new URL('../../../examples/cloudflare', import.meta.url));
const patienceMs = 30_000;
/** What workerd says of a Worker that uses what is another request's, or of one that nobody will answer. */
const faults = /.*(different request|had hung|Disallowed operation).*/;

/**
 * Bundles Workers as a deployment does, and asks them in workerd, the runtime of Cloudflare Workers: the conformance cases, a
 * service that is asked much at once, and the example. `null` where Cloudflare's tools cannot be had.
 *
 * @param into A directory for what is bundled.
 */
export async function serveInWorkers(into: string): Promise<WorkersResult | null> {
  if (!(await canBundle())) return null;
  await promisify(execFile)(process.execPath, ['--import', 'tsx', `${example}/main.ts`]);
  const complaints: string[] = [];
  const program = await bundle(here, into, { PROGRAM: 'cases' });

  const cases = await served(program, complaints, ({ url }) => runOnHost(url, new Set(Object.keys(leftOut))));
  for (const [name, error] of cases.failed) complaints.push(`${name}: ${error}`);

  const titans = await createTitans(askedConfiguration(await loadModels(`${example}/models`)));
  const askNode: Ask = (path, init) =>
    titans.fetch(new Request(`http://localhost${path}`, init), { clientAddress: '127.0.0.1' });
  const same = Object.entries(sameAnswers).map(
    ([path, init]): Question => ({
      name: path,
      run: async (ask) =>
        assert.deepEqual(await settled(await ask(path, init)), await settled(await askNode(path, init))),
    }),
  );
  const asking = { ...program, environment: { PROGRAM: 'questions' } };
  let answered = await served(asking, complaints, ({ url }) =>
    answeredOf([...same, ...questions], (path, init) => fetch(url + path, init), complaints),
  );
  await titans.close();

  const ownProgram = await bundle(example, into, { TITANS_API_KEYS: askedKey });
  answered += await served(ownProgram, complaints, (workerd) =>
    answeredOf([ofTheExample(workerd)], (path, init) => fetch(workerd.url + path, init), complaints),
  );
  return { cases, answered, same: same.length, complaints };
}

/** The example answers, and logs what it answered where a Worker logs. */
function ofTheExample({ said }: Workerd): Question {
  return {
    name: 'examples/cloudflare',
    async run(ask) {
      const response = await ask('/predict/category', sameAnswers['/predict/category']);
      assert.equal(response.status, 200, await response.text());
      assert.match(said(), /"route":"predictCategory"/);
    },
  };
}

async function served<T>(
  program: Parameters<typeof serveByWorkerd>[0],
  complaints: string[],
  work: (workerd: Workerd) => Promise<T>,
): Promise<T> {
  const workerd = await serveByWorkerd(program);
  const done = await work(workerd).finally(() => workerd.stop());
  const fault = faults.exec(workerd.said());
  if (fault !== null) complaints.push(fault[0]);
  return done;
}

async function answeredOf(all: readonly Question[], ask: Ask, complaints: string[]): Promise<number> {
  let answered = 0;
  for (const { name, run } of all) {
    await inTime(run(ask)).then(
      () => answered++,
      (error: unknown) => complaints.push(`${name}: ${error}`),
    );
  }
  return answered;
}

async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It took longer than ${patienceMs / 1_000} s.`)), patienceMs);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
