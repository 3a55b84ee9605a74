import { AsyncLocalStorage } from 'node:async_hooks';
import * as api from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { tableSource } from '@titans/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { exampleTransactions } from '../conformance/example-suite.js';
import { keys, requestTo, start } from '../testing/service.js';
import { readTracing } from './tracing-settings.js';

const exporter = new InMemorySpanExporter();
const storage = new AsyncLocalStorage<api.Context>();
const contextManager: api.ContextManager = {
  active: () => storage.getStore() ?? api.ROOT_CONTEXT,
  with: (context, run, self, ...given) => storage.run(context, () => run.call(self as never, ...given)),
  bind: (_context, target) => target,
  enable: () => contextManager,
  disable: () => contextManager,
};

beforeAll(() => {
  api.context.setGlobalContextManager(contextManager);
  api.trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  );
});
beforeEach(() => exporter.reset());
afterAll(() => {
  api.trace.disable();
  api.context.disable();
});

// The example of W3C Trace Context, 3.2.
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const parentId = '00f067aa0ba902b7';

describe('spans', () => {
  test('of a prediction are named by its route, in the trace of the caller, with reading and predicting below', async () => {
    const titans = await start({ tracing: api, source: tableSource(exampleTransactions()) });
    const request = requestTo('predictAnomaly', 'analyst');
    request.headers.set('traceparent', `00-${traceId}-${parentId}-01`);
    expect((await titans.fetch(request)).status).toBe(200);
    const spans = exporter.getFinishedSpans();
    const server = spans.find(({ kind }) => kind === api.SpanKind.SERVER);
    expect(server).toMatchObject({
      name: 'POST /predict/anomaly',
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/predict/anomaly',
        'http.response.status_code': 200,
      },
      parentSpanContext: { traceId, spanId: parentId, isRemote: true },
    });
    const below = spans.filter((span) => span.parentSpanContext?.spanId === server?.spanContext().spanId);
    expect(below.map(({ name }) => name).sort()).toEqual(['predict anomaly', 'read history']);
    expect(new Set(spans.map((span) => span.spanContext().traceId))).toEqual(new Set([traceId]));
    expect(
      JSON.stringify(spans.map(({ name, attributes, events }) => ({ name, attributes, events }))),
    ).not.toMatch(new RegExp(`WHOLEFDS|analyst|${keys.analyst}|85\\.5`));
    await titans.close();
  });

  test('of requests that are refused say why', async () => {
    const titans = await start({ tracing: api });
    await titans.fetch(requestTo('predictCategory', 'anonymous'));
    await titans.fetch(new Request('http://localhost/nothing/private', { method: 'BREW' }));
    const [refused, unknown] = exporter.getFinishedSpans();
    expect(refused).toMatchObject({
      name: 'POST /predict/category',
      status: { code: api.SpanStatusCode.UNSET },
      attributes: { 'http.response.status_code': 401, 'titans.problem_code': 'UNAUTHENTICATED' },
    });
    expect(unknown).toMatchObject({ name: '_OTHER', attributes: { 'http.response.status_code': 404 } });
    expect(JSON.stringify(unknown?.attributes)).not.toContain('private');
    await titans.close();
  });

  test('of failures are errors', async () => {
    const titans = await start({
      tracing: api,
      source: { transactions: () => Promise.reject(new Error('hunter2')) },
    });
    await titans.fetch(requestTo('predictAnomaly', 'analyst'));
    const server = exporter.getFinishedSpans().find(({ kind }) => kind === api.SpanKind.SERVER);
    expect(server).toMatchObject({
      status: { code: api.SpanStatusCode.ERROR },
      attributes: { 'error.type': 'INTERNAL', 'http.response.status_code': 500 },
    });
    expect(JSON.stringify(server?.attributes)).not.toContain('hunter2');
    await titans.close();
  });

  test('within a span of the host are its children', async () => {
    const titans = await start({ tracing: api });
    await api.trace.getTracer('host').startActiveSpan('host', async (span) => {
      await titans.fetch(requestTo('health', 'anonymous'));
      span.end();
    });
    const [own, host] = exporter.getFinishedSpans();
    expect(own).toMatchObject({ name: 'GET /health', kind: api.SpanKind.INTERNAL });
    expect(own?.parentSpanContext?.spanId).toBe(host?.spanContext().spanId);
    await titans.close();
  });

  test.each([
    `00-${'0'.repeat(32)}-${parentId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `ff-${traceId}-${parentId}-01`,
    `00-${traceId}-${parentId}-01-more`,
    `00-${traceId.toUpperCase()}-${parentId}-01`,
    'x',
  ])('of a request with the traceparent %s begin a trace', async (value) => {
    const titans = await start({ tracing: api });
    const request = requestTo('health', 'anonymous');
    request.headers.set('traceparent', value);
    await titans.fetch(request);
    expect(exporter.getFinishedSpans()[0]?.parentSpanContext).toBeUndefined();
    await titans.close();
  });

  test('cannot be made by what only looks like the package', async () => {
    const tracing = { trace: 1, context: 2, propagation: 3 };
    await expect(start(JSON.parse(JSON.stringify({ tracing })))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });

  test('are none where they are switched off', async () => {
    const titans = await start({ tracing: false });
    await titans.fetch(requestTo('predictCategory', 'analyst'));
    expect(exporter.getFinishedSpans()).toEqual([]);
    expect(await readTracing(false)).toBeNull();
    expect(await readTracing(undefined)).toHaveProperty('trace');
    await titans.close();
  });
});
