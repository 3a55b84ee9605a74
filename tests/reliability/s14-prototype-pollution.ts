import { createRandom, isTitansError, valueAt } from '@titans/core';
import { extract } from '@titans/etl';
import { keys, start } from '../../packages/server-adapter/src/testing/service.js';

/** What came of names that mean something to prototypes. */
export interface PollutionReport {
  readonly requests: number;
  /** Answers of 500 and above. */
  readonly crashes: readonly string[];
  /** What is different about the built-in prototypes afterwards. */
  readonly changes: readonly string[];
  /** Values that came back otherwise than they were sent. */
  readonly lost: readonly string[];
  readonly refused: number;
}

const names = [
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toString',
  'valueOf',
  'toJSON',
  '__defineGetter__',
  '__lookupSetter__',
  'isPrototypeOf',
  'then',
  'length',
] as const;
const prototypes = {
  Object: Object.prototype,
  Array: Array.prototype,
  Function: Function.prototype,
  String: String.prototype,
  Map: Map.prototype,
  Promise: Promise.prototype,
} as const;

interface Sent {
  readonly what: string;
  readonly request: Request;
  /** A text that the answer must hold. */
  readonly holds?: string;
}

/**
 * S14: such names as members, values, headers, parameters of queries and paths, and lines, to a service in this process; as
 * headers and cells of CSV; and as options.
 */
export async function pollutePrototypes(count: number, seed: number): Promise<PollutionReport> {
  const before = snapshot();
  const titans = await start();
  const crashes: string[] = [];
  const lost: string[] = [];
  let requests = 0;
  let refused = 0;
  for (const { what, request, holds } of [...plainRequests(), ...randomRequests(count, seed)]) {
    requests++;
    const response = await titans.fetch(request);
    const text = await response.text();
    if (response.status >= 500) crashes.push(`${what}: ${response.status}`);
    if (response.status >= 400) refused++;
    if (holds !== undefined && !text.includes(holds))
      lost.push(`${what}: ${response.status} ${text.slice(0, 200)}`);
  }
  await titans.close({ timeoutMs: 5_000 });
  for (const name of names) {
    const stored = await storedFromCsv(name);
    if (stored !== name) lost.push(`CSV with ${name}: ${stored}`);
    if (await isAccepted(name)) lost.push(`configuration with ${name}: accepted`);
  }
  const after = snapshot();
  const changes = [...after].filter((line) => !before.has(line));
  changes.push(...[...before].filter((line) => !after.has(line)));
  return { requests, crashes, changes, lost, refused };
}

/** The description of a row whose header and cells have the name, as it comes out of an extraction. */
async function storedFromCsv(name: string): Promise<string> {
  const text = `date,description,amount,category,${name}\n2024-09-02,${name},-12.50,${name},${name}\n`;
  const { transactions } = await extract({
    name: 'hostile.csv',
    bytes: new TextEncoder().encode(text),
  }).table();
  return String(valueAt(transactions.columns.description, 0));
}

/** Whether a service starts with an option and a tenant of that name. */
async function isAccepted(name: string): Promise<boolean> {
  const configuration = JSON.parse(`{"${name}":{"polluted":true},"cors":{"${name}":true}}`) as object;
  try {
    const titans = await start(configuration);
    await titans.close();
    return true;
  } catch (error) {
    return !isTitansError(error);
  }
}

/** Every own property of the built-in prototypes, with what it is. */
function snapshot(): Set<string> {
  const lines = new Set<string>();
  for (const [name, prototype] of Object.entries(prototypes)) {
    for (const key of Reflect.ownKeys(prototype)) {
      const { value, ...descriptor } = Object.getOwnPropertyDescriptor(prototype, key) ?? {};
      const said = typeof value === 'function' ? String(value) : typeof value;
      lines.add(`${name}.${String(key)} ${said} ${JSON.stringify(descriptor)}`);
    }
  }
  return lines;
}

function ask(
  what: string,
  path: string,
  text: string | undefined,
  more: Partial<Record<string, string>> = {},
  holds?: string,
): Sent {
  const isLines = path === '/predict/stream';
  const headers = new Headers({
    authorization: `Bearer ${keys.admin}`,
    ...(text === undefined ? {} : { 'content-type': isLines ? 'application/x-ndjson' : 'application/json' }),
  });
  for (const [name, value] of Object.entries(more)) if (value !== undefined) headers.set(name, value);
  const request = new Request(`http://localhost${path}`, {
    method: text === undefined ? 'GET' : 'POST',
    headers,
    ...(text === undefined ? {} : { body: text }),
  });
  return { what, request, ...(holds === undefined ? {} : { holds }) };
}

function* plainRequests(): Generator<Sent> {
  const transaction = { description: 'UBER TRIP', amount: -12.5 };
  for (const name of names) {
    const pollution = `{"${name}":{"polluted":true,"isAdmin":true}}`;
    for (const body of [
      pollution,
      `{"description":"x","tags":["${name}"],${pollution.slice(1)}`,
      `{"description":"x","constructor":${`{"prototype":${pollution}}`}}`,
      `{"description":{"${name}":1}}`,
    ]) {
      yield ask(`member ${name}`, '/predict/category', body);
      yield ask(`line with member ${name}`, '/predict/stream', `${body}\n${body}`);
    }
    // As values they are texts like others, and come back as they were sent.
    const batch = [
      { ...transaction, transaction_id: name, account_id: name, merchant_name: name, tags: [name] },
    ];
    yield ask(`values ${name}`, '/predict/batch', JSON.stringify(batch), {}, `"transaction_id":"${name}"`);
    yield ask(
      `line with values ${name}`,
      '/predict/stream',
      `${JSON.stringify(batch[0])}\n`,
      {},
      `"transaction_id":"${name}"`,
    );
    yield ask(
      `description ${name}`,
      '/predict/category',
      JSON.stringify({ description: name }),
      {},
      '"predicted_category"',
    );
    yield ask(`category ${name}`, '/feedback', JSON.stringify({ transaction, category: name }));
    yield ask(`query ${name}`, `/models/versions?${name}=1&${name}[polluted]=1`, undefined);
    yield ask(`value of a query ${name}`, `/transactions?account_id=${name}&cursor=${name}`, undefined);
    yield ask(`path ${name}`, `/jobs/${name}`, undefined);
    yield ask(`path ${name}`, `/models/${name}`, undefined);
    yield ask(`route ${name}`, `/${name}`, undefined);
    yield ask(`header ${name}`, '/predict/category', JSON.stringify(transaction), { [name]: 'polluted' });
    yield ask(`request id ${name}`, '/health', undefined, { 'x-request-id': name });
    yield ask(`idempotency key ${name}`, '/feedback', JSON.stringify({ transaction, category: 'food' }), {
      'idempotency-key': name,
    });
    yield ask(`credential ${name}`, '/predict/category', JSON.stringify(transaction), {
      authorization: `Bearer ${name}`,
    });
  }
}

/** JSON of any shape whose members have such names. */
function* randomRequests(count: number, seed: number): Generator<Sent> {
  const random = createRandom(seed, 'prototype pollution');
  const name = (): string => names[random.integer(names.length)] as string;
  const value = (depth: number): string => {
    const kind = random.integer(depth > 4 ? 3 : 5);
    if (kind === 0) return `"${name()}"`;
    if (kind === 1) return String(random.integer(100));
    if (kind === 2) return 'null';
    if (kind === 3) return `[${value(depth + 1)},${value(depth + 1)}]`;
    return `{"${name()}":${value(depth + 1)},"${name()}":${value(depth + 1)}}`;
  };
  const paths = [
    '/predict/category',
    '/predict/batch',
    '/predict/stream',
    '/feedback',
    '/jobs',
    '/recurring',
    '/keys',
  ];
  for (let index = 0; index < count; index++) {
    const path = paths[random.integer(paths.length)] as string;
    yield ask(`random ${index}`, path, value(0));
  }
}
