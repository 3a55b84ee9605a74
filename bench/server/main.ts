/**
 * Measures the server adapter beside FastAPI with scikit-learn and beside its own hosts bare, with requests drawn from real
 * card payments. Servers run on one processor, the load comes from another; A and B in turns.
 *
 * `npm run bench:server`, with `fastify` or other hosts behind `--` for fewer of them. The peer needs fastapi, uvicorn with
 * uvloop and httptools, scikit-learn and prometheus-client in the Python that TITANS_PYTHON names.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from '../median.js';
import { type BatchKind, type BatchTimes, measureBatches } from './batches.js';
import { type HostName, hostNames } from './hosts.js';
import { type Load, type LoadRequest, type LoadResult, loadOf, steadyLoadOf } from './load.js';
import { type Answer, answerTo } from './sequential.js';
import { type PaymentRequest, serveData } from './served-data.js';
import { isPinned, programOf, type ServerProcess, startServer } from './server-process.js';

const rounds = 3;
const full: Load = { until: { seconds: 4 }, connections: 50 };
const steady = { perSecond: 1_000, requests: 8_000 };
const neverAsked = 20_000;
/** Before anything is measured: code is compiled, and payees are known that come again. */
const warmUp: Load = { until: { requests: 30_000 }, connections: 50 };
const warmUpOfPeer: Load = { until: { requests: 1_000 }, connections: 50 };
const askedRequests = 1_000;
const wanted = { ofPeer: 20, ofBare: 0.5, perSecond: 15_000, p99Ms: 5, batch: 3, mountedMicroseconds: 15 };

const python = process.env.TITANS_PYTHON ?? 'python3';
const peerImports = 'import fastapi, uvicorn, uvloop, httptools, sklearn, prometheus_client';
const hasPeer = spawnSync(python, ['-c', peerImports], { stdio: 'ignore' }).status === 0;

const given = process.argv.slice(2);
const hosts = given.length === 0 ? hostNames : hostNames.filter((host) => given.includes(host));
const data = await serveData();
if (data === null) {
  console.log('skipped: the card payments are not beside the repository');
  process.exit(0);
}
const { folder } = data;
const key = randomBytes(32).toString('base64url');
const running: ServerProcess[] = [];
try {
  await measureAll(data.requests);
} finally {
  await Promise.all(running.map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
}

async function start(command: string, arguments_: readonly string[]): Promise<ServerProcess> {
  const server = await startServer(command, arguments_);
  running.push(server);
  return server;
}

function post(path: string, body: unknown): LoadRequest {
  return {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  };
}

async function measureAll(payments: readonly PaymentRequest[]): Promise<void> {
  const step = Math.max(1, Math.floor(payments.length / askedRequests));
  const asked = payments.filter((_, at) => at % step === 0).slice(0, askedRequests);
  const texts = new Set(asked.map(({ description }) => description)).size;
  console.log(
    `category of ${data?.trainedOn} real card payments (trained with amounts and anomalies in ` +
      `${data?.trainingSeconds.toFixed(0)} s); ${asked.length} later payments asked for, ${texts} different texts, ` +
      `over and over, so that the service remembers its answers; ` +
      `${isPinned ? 'server and load on one processor each' : 'processors not pinned'}`,
  );
  const requests = asked.map((payment) => post('/titans/predict/category', payment));
  const ofPeer = asked.map((payment) => post('/predict/category', payment));

  const peer = hasPeer
    ? await start(python, [fileURLToPath(new URL('serve_peer.py', import.meta.url)), data?.rows ?? '', key])
    : null;
  if (peer === null) console.log('skipped: FastAPI with scikit-learn (is TITANS_PYTHON set?)');
  else await loadOf(peer, ofPeer, warmUpOfPeer, folder);

  const rows: Record<string, string | number>[] = [];
  for (const host of hosts) rows.push(...(await measureHost(host, requests, peer, ofPeer, payments)));
  console.table(rows);
}

/** Starts a bare host whose answer is always the same. */
function startConstant(host: HostName, answer: Answer): Promise<ServerProcess> {
  const file = join(folder, `${host}-${Object.keys(answer.headers).length}.json`);
  writeFileSync(file, JSON.stringify(answer));
  return start(...programOf('serve-constant.ts', [host, file]));
}

async function measureHost(
  host: HostName,
  requests: readonly LoadRequest[],
  peer: ServerProcess | null,
  ofPeer: readonly LoadRequest[],
  payments: readonly PaymentRequest[],
): Promise<Record<string, string | number>[]> {
  const ours = await start(...programOf('serve-titans.ts', [host, data?.models ?? '', key]));
  const answer = await answerTo(ours.url, requests[0] as LoadRequest);
  const bare = await startConstant(host, { ...answer, headers: {} });
  const headed = await startConstant(host, answer);
  for (const server of [ours, bare, headed]) await loadOf(server, requests, warmUp, folder);

  const ofOurs: LoadResult[] = [];
  const ofBare: LoadResult[] = [];
  const ofHeaded: LoadResult[] = [];
  const ofPeers: LoadResult[] = [];
  for (let round = 0; round < rounds; round++) {
    ofOurs.push(await loadOf(ours, requests, full, folder));
    ofBare.push(await loadOf(bare, requests, full, folder));
    ofHeaded.push(await loadOf(headed, requests, full, folder));
    if (peer !== null) ofPeers.push(await loadOf(peer, ofPeer, full, folder));
  }
  const calm = await steadyLoadOf(ours, requests, steady.perSecond, steady.requests, folder);
  const calmBare = await steadyLoadOf(bare, requests, steady.perSecond, steady.requests, folder);

  const fresh = withOtherAmounts(payments, 2 * neverAsked).map((payment) =>
    post('/titans/predict/category', payment),
  );
  await steadyLoadOf(ours, fresh.slice(0, neverAsked), Number.POSITIVE_INFINITY, neverAsked, folder);
  const first = await steadyLoadOf(
    ours,
    fresh.slice(neverAsked, 2 * neverAsked),
    Number.POSITIVE_INFINITY,
    neverAsked,
    folder,
  );

  const live: LoadResult[] = [];
  const plain: LoadResult[] = [];
  for (let round = 0; round < rounds; round++) {
    live.push(await loadOf(ours, [get('/titans/health/live')], full, folder));
    plain.push(await loadOf(ours, [get('/plain')], full, folder));
  }
  const mounted = 1e6 / perSecondOf(live) - 1e6 / perSecondOf(plain);
  const mountedProcessor = middle(live, 'processorMicroseconds') - middle(plain, 'processorMicroseconds');

  await Promise.all([ours, bare, headed].map((server) => server.stop()));
  const batches = await measureBatches(
    () => start(...programOf('serve-titans.ts', [host, data?.models ?? '', key])),
    payments,
    post,
  );

  const perSecond = perSecondOf(ofOurs);
  const all = [...ofOurs, ...ofBare, ...ofHeaded, ...ofPeers, ...live, ...plain, calm, calmBare, first];
  const row = (what: string, measured: string, want: string): Record<string, string> => ({
    host,
    what,
    measured,
    wanted: want,
  });
  return [
    row(
      'requests/s of /predict/category',
      `${whole(perSecond)} (${rangeOf(ofOurs)})`,
      `goal ${whole(wanted.perSecond)}`,
    ),
    row('  processor time of the server per request', microseconds(ofOurs), ''),
    row('  p50 and p99 at that', `${middle(ofOurs, 'p50')} and ${middle(ofOurs, 'p99')} ms`, ''),
    row('requests/s of the bare host', `${whole(perSecondOf(ofBare))} (${rangeOf(ofBare)})`, ''),
    row('  processor time of the server per request', microseconds(ofBare), ''),
    row('  ours ÷ bare host', timesFaster(ofOurs, ofBare, 2), `≥ ${wanted.ofBare}`),
    row(
      'requests/s of the bare host with our headers',
      `${whole(perSecondOf(ofHeaded))} (${rangeOf(ofHeaded)})`,
      '',
    ),
    row('  processor time of the server per request', microseconds(ofHeaded), ''),
    row('  ours ÷ bare host with our headers', timesFaster(ofOurs, ofHeaded, 2), `≥ ${wanted.ofBare}`),
    ...(ofPeers.length === 0
      ? []
      : [
          row('requests/s of FastAPI', `${whole(perSecondOf(ofPeers))} (${rangeOf(ofPeers)})`, ''),
          row('  processor time of the server per request', microseconds(ofPeers), ''),
          row('  ours ÷ FastAPI', timesFaster(ofOurs, ofPeers, 1), `≥ ${wanted.ofPeer}`),
        ]),
    row('requests/s where no payment was asked about before', whole(first.perSecond), ''),
    row('  processor time of the server per request', `${first.processorMicroseconds.toFixed(1)} µs`, ''),
    row(
      `p99 at ${whole(calm.perSecond)} requests/s`,
      `${calm.p99.toFixed(1)} ms (p50 ${calm.p50.toFixed(1)} ms; bare host ${calmBare.p99.toFixed(1)} ms; asked ${calm.ownP99.toFixed(1)} ms late)`,
      `< ${wanted.p99Ms} ms`,
    ),
    row(
      '/health/live above a route of the host',
      `${mounted.toFixed(1)} µs (${mountedProcessor.toFixed(1)} µs of a processor)`,
      `< ${wanted.mountedMicroseconds} µs`,
    ),
    ...(
      [
        ['batch of 100 categories ÷ one category', '100 categories', 'one category'],
        ['batch of 100, all tasks of each ÷ one category', '100 of each task', 'one category'],
        ['batch of 100, all tasks of each ÷ all tasks of one', '100 of each task', 'one of each task'],
      ] as const
    ).flatMap(([what, many, one]) => [
      row(what, ratioOf(batches.remembered, many, one), `≤ ${wanted.batch}`),
      row(
        '  where nobody has asked about the payments before',
        ratioOf(batches.neverAsked, many, one),
        `≤ ${wanted.batch}`,
      ),
    ]),
    row('answers other than 2xx', String(all.reduce((sum, { failed }) => sum + failed, 0)), '0'),
  ];
}

function ratioOf(times: BatchTimes, many: BatchKind, one: BatchKind): string {
  return `${(times[many] / times[one]).toFixed(1)} (${times[many].toFixed(2)} and ${times[one].toFixed(2)} ms)`;
}

/** Payments that differ from each other and from those given: each again and again, a cent more each time. */
function withOtherAmounts(payments: readonly PaymentRequest[], count: number): readonly PaymentRequest[] {
  const all = new Map<string, PaymentRequest>();
  for (const payment of payments) all.set(JSON.stringify(payment), payment);
  const other = new Map<string, PaymentRequest>();
  for (let round = 1; other.size < count; round++) {
    for (const { description, amount } of all.values()) {
      const payment = { description, amount: Number((amount - round * 0.01).toFixed(2)) };
      const key = JSON.stringify(payment);
      if (amount < 0 && !all.has(key)) other.set(key, payment);
    }
  }
  return [...other.values()].slice(0, count);
}

function timesFaster(ours: readonly LoadResult[], others: readonly LoadResult[], digits: number): string {
  const ofProcessor = middle(others, 'processorMicroseconds') / middle(ours, 'processorMicroseconds');
  const times = perSecondOf(ours) / perSecondOf(others);
  return `${times.toFixed(digits)} (by processor time ${ofProcessor.toFixed(digits)})`;
}

function get(path: string): LoadRequest {
  return { method: 'GET', path, headers: {} };
}

function perSecondOf(results: readonly LoadResult[]): number {
  return median(results.map(({ perSecond }) => perSecond));
}

function microseconds(results: readonly LoadResult[]): string {
  return `${middle(results, 'processorMicroseconds').toFixed(1)} µs`;
}

function middle(results: readonly LoadResult[], of: 'p50' | 'p99' | 'processorMicroseconds'): number {
  return median(results.map((result) => result[of]));
}

function rangeOf(results: readonly LoadResult[]): string {
  const all = results.map(({ perSecond }) => perSecond);
  return `${whole(Math.min(...all))} to ${whole(Math.max(...all))}`;
}

function whole(value: number): string {
  return Number.isFinite(value) ? Math.round(value).toLocaleString('en') : '–';
}
