import { setImmediate } from 'node:timers/promises';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { keys, start } from '../../packages/server-adapter/src/testing/service.js';
import type { Titans } from '../../packages/server-adapter/src/titans.js';
import { hostile, nearlyValid, valid } from './fuzz/json-schema.js';
import {
  type Operation,
  operationsOf,
  type Parameter,
  resolverOf,
  type ServedDocument,
} from './fuzz/served-document.js';

/** What became of the requests. */
export interface FuzzReport {
  readonly cases: number;
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly failures: readonly string[];
}

/** Cases are drawn in pieces, so that they need not all be in memory, and so that the event loop is not blocked for long. */
const casesAtOnce = 50;
/** Failures that are told. */
const maxFailures = 50;

interface FuzzCase {
  readonly operation: Operation;
  readonly path: string;
  readonly body: string | null;
  readonly mediaType: string | null;
}

/**
 * Asks every operation of the served document in ways that its schemas permit, nearly permit and do not permit. Each
 * answer must have a declared status below 500 (or a 503 of the declared kind) and match the schema declared for it.
 */
export async function fuzzServedDocument(cases: number, seed: number): Promise<FuzzReport> {
  const titans = await start();
  const document = (await (
    await titans.fetch(new Request('http://localhost/openapi.json'))
  ).json()) as ServedDocument;
  const resolve = resolverOf(document);
  const judge = judgeOf(document);
  const operations = operationsOf(document);
  const failures: string[] = [];
  const statuses: Record<string, number> = {};
  const arbitrary = fc.oneof(...operations.map((operation) => caseOf(operation, resolve)));
  for (let drawn = 0; drawn < cases; drawn += casesAtOnce) {
    const numRuns = Math.min(casesAtOnce, cases - drawn);
    await setImmediate();
    for (const one of fc.sample(arbitrary, { numRuns, seed: seed + drawn })) {
      const { status, fault } = await tried(titans, one, judge);
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (fault === null || failures.length >= maxFailures) continue;
      failures.push(`${one.operation.method} ${one.path} ${one.body?.slice(0, 300) ?? ''}: ${fault}`);
    }
  }
  await titans.close();
  return { cases, statuses, failures };
}

type Judge = (operation: Operation, status: number, mediaType: string, text: string) => string | null;

async function tried(
  titans: Titans,
  { operation, path, body, mediaType }: FuzzCase,
  judge: Judge,
): Promise<{ status: number; fault: string | null }> {
  const controller = new AbortController();
  const request = new Request(`http://localhost${path}`, {
    method: operation.method,
    headers: {
      authorization: `Bearer ${keys.admin}`,
      ...(mediaType === null ? {} : { 'content-type': mediaType }),
    },
    signal: controller.signal,
    ...(body === null ? {} : { body }),
  });
  const answer = await titans.fetch(request);
  const answeredType = (answer.headers.get('content-type') ?? '').split(';', 1)[0] ?? '';
  if (answeredType === 'text/event-stream') {
    await answer.body?.cancel();
    controller.abort();
    return { status: answer.status, fault: null };
  }
  return { status: answer.status, fault: judge(operation, answer.status, answeredType, await answer.text()) };
}

function judgeOf(document: object): Judge {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'served', ...document });
  const problem = ajv.compile({ $ref: 'served#/components/schemas/ProblemDetails' });
  const compiled = new Map<Operation, ValidateFunction | null>();
  const schemaOf = (operation: Operation): ValidateFunction | null => {
    const known = compiled.get(operation);
    if (known !== undefined) return known;
    const { answerSchema } = operation;
    const made =
      answerSchema === null
        ? null
        : ajv.compile(JSON.parse(JSON.stringify(answerSchema).replaceAll('"$ref":"#/', '"$ref":"served#/')));
    compiled.set(operation, made);
    return made;
  };
  return (operation, status, mediaType, text) => {
    const declared = operation.answers[status];
    if (declared === undefined) return `the status ${status} is not declared: ${text.slice(0, 300)}`;
    if (!declared.includes(mediaType)) return `the media type ${mediaType} is not declared for ${status}`;
    if (status >= 500) return `the status is ${status}: ${text.slice(0, 300)}`;
    if (status >= 400) return problem(JSON.parse(text)) ? null : `no problem document: ${text.slice(0, 300)}`;
    const check = schemaOf(operation);
    if (check === null || mediaType.startsWith('text/')) return null;
    const documents = mediaType === 'application/x-ndjson' ? text.split('\n').filter(Boolean) : [text];
    const wrong = documents.find((one) => !check(JSON.parse(one)));
    return wrong === undefined
      ? null
      : `the answer does not match: ${ajv.errorsText(check.errors)} in ${wrong.slice(0, 300)}`;
  };
}

function caseOf(operation: Operation, resolve: ReturnType<typeof resolverOf>): fc.Arbitrary<FuzzCase> {
  const inPath = operation.parameters.filter((parameter) => parameter.in === 'path');
  const inQuery = operation.parameters.filter((parameter) => parameter.in === 'query');
  const path = fc
    .tuple(...inPath.map((parameter) => fc.tuple(fc.constant(parameter.name), pathValue(parameter, resolve))))
    .map((values) =>
      values.reduce(
        (filled, [name, value]) => filled.replace(`{${name}}`, () => encodeURIComponent(wellFormed(value))),
        operation.path,
      ),
    );
  return fc
    .record({ path, query: queryOf(inQuery, resolve), body: bodyOf(operation, resolve) })
    .map(({ path: filled, query, body }) => ({
      operation,
      path: query === '' ? filled : `${filled}?${query}`,
      body,
      mediaType: body === null ? null : (operation.body?.mediaType ?? 'application/json'),
    }));
}

function pathValue(parameter: Parameter, resolve: ReturnType<typeof resolverOf>): fc.Arbitrary<string> {
  return fc.oneof(valid(parameter.schema, resolve), hostile).map((value) => text(value) || 'x');
}

function queryOf(
  parameters: readonly Parameter[],
  resolve: ReturnType<typeof resolverOf>,
): fc.Arbitrary<string> {
  if (parameters.length === 0) return fc.constantFrom('', '', '', 'colour=green');
  return fc
    .array(
      fc
        .constantFrom(...parameters)
        .chain((parameter) =>
          fc
            .oneof(
              { weight: 3, arbitrary: valid(parameter.schema, resolve) },
              { weight: 1, arbitrary: hostile },
            )
            .map((value) => [parameter.name, text(value)] as const),
        ),
      { maxLength: parameters.length + 1 },
    )
    .map((pairs) =>
      new URLSearchParams(
        pairs.map(([name, value]): [string, string] => [name, wellFormed(value)]),
      ).toString(),
    );
}

function bodyOf({ body }: Operation, resolve: ReturnType<typeof resolverOf>): fc.Arbitrary<string | null> {
  if (body === null) return fc.constant(null);
  const one = fc.oneof(
    { weight: 4, arbitrary: valid(body.schema, resolve) },
    { weight: 4, arbitrary: nearlyValid(body.schema, resolve) },
    { weight: 1, arbitrary: hostile },
  );
  if (body.mediaType === 'application/octet-stream') {
    return fc.oneof(
      fc.constant('date,description,amount\n2024-09-02,WHOLEFDS MKT 10234,-85.50\n'),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom('', '\u0000', '"', 'OFXHEADER:100\n', '{"a":', ':20:X\n:25:1\n'),
    );
  }
  if (body.mediaType === 'application/x-ndjson') {
    return fc
      .array(
        fc.oneof(
          { weight: 5, arbitrary: one.map(json) },
          { weight: 1, arbitrary: fc.constantFrom('', '{', '\u0000') },
        ),
        {
          maxLength: 5,
        },
      )
      .map((lines) => lines.join('\n'));
  }
  return fc.oneof(
    { weight: 20, arbitrary: one.map(json) },
    { weight: 1, arbitrary: fc.constantFrom('', '{', '[1,', 'NaN', '\u0000', '{"a":1}{"b":2}', '[[[[') },
    { weight: 1, arbitrary: fc.constant(null) },
  );
}

/** JSON, with members that an object of ours cannot carry spelled out. */
function json(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** A lone surrogate cannot be sent in an address. */
function wellFormed(value: string): string {
  return value.replace(/\p{Surrogate}/gu, '\ufffd').slice(0, 2_000);
}
