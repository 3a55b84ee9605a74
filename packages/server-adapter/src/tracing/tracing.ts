import { sdkVersion } from '@titans/core';
import type { TaskName } from '@titans/models';
import type { HeaderReader, TitansRequest } from '../http/message.js';
import type { Observer } from '../passage.js';
import { errorStatus, spanKind, type TracingApi, type TracingSpan } from './tracing-api.js';

/** Makes spans of requests and of what they wait for. */
export interface Tracing {
  /** Answers a request within its span. */
  around<Result>(request: TitansRequest, answer: () => Result): Result;
  /** Ends the span of a request. */
  readonly observe: Observer;
  /** A span of something within a request. */
  within<Result>(name: string, run: () => Promise<Result>): Promise<Result>;
  /** A span of a call of a model that has just ended. */
  predicted(task: TaskName, isSuccess: boolean, seconds: number, count?: number): void;
}

const tracerName = '@titans/server-adapter';
const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']);
/** W3C Trace Context, version 00, which has four fields; later versions may have more. */
const traceparent =
  /^(?!ff|00-.{52}-)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(?:-|$)/;

/**
 * Spans by the semantic conventions of HTTP servers: `POST /predict/category`, within the trace that `traceparent` names
 * or the span that the host has begun. They carry route, method, status, the code of a problem and the id of the request;
 * nothing of what was sent, and nobody's name.
 */
export function tracingOf(api: TracingApi): Tracing {
  const tracer = api.trace.getTracer(tracerName, sdkVersion);
  const spans = new WeakMap<TitansRequest, TracingSpan>();
  let hasProvider = false;

  /** Whether anyone looks at spans: without a provider they would be made for nobody. */
  function isTracing(): boolean {
    hasProvider ||= isProvided(api);
    return hasProvider;
  }

  /** The context of the host, else what the propagator of the process or `traceparent` says. */
  function parentOf({ headers }: TitansRequest): { readonly context: object; readonly isLocal: boolean } {
    const active = api.context.active();
    if (api.trace.getSpan(active as never) !== undefined) return { context: active, isLocal: true };
    const extracted = api.propagation.extract(active as never, carrierOf(headers));
    if (api.trace.getSpanContext(extracted as never) !== undefined) {
      return { context: extracted, isLocal: false };
    }
    const [, traceId, spanId, flags] = traceparent.exec(headers.get('traceparent') ?? '') ?? [];
    if (traceId === undefined || spanId === undefined) return { context: active, isLocal: false };
    const remote = { traceId, spanId, traceFlags: Number.parseInt(flags ?? '0', 16) & 1, isRemote: true };
    return { context: api.trace.setSpanContext(active as never, remote), isLocal: false };
  }

  return {
    around(request, answer) {
      if (!isTracing()) return answer();
      const { context, isLocal } = parentOf(request);
      const method = methods.has(request.method) ? request.method : '_OTHER';
      const span = tracer.startSpan(
        method,
        {
          kind: isLocal ? spanKind.internal : spanKind.server,
          attributes: { 'http.request.method': method },
        },
        context as never,
      );
      spans.set(request, span);
      return api.context.with(api.trace.setSpan(context as never, span as never) as never, answer);
    },

    observe({ request, route, requestId, problemCode }, { status }) {
      if (!hasProvider) return;
      const span = spans.get(request);
      if (span === undefined) return;
      if (span.isRecording()) {
        const method = methods.has(request.method) ? request.method : 'HTTP';
        if (route !== null) {
          span.updateName(`${method} ${route.contract.path}`);
          span.setAttribute('http.route', route.contract.path);
        }
        span.setAttribute('http.response.status_code', status);
        span.setAttribute('titans.request_id', requestId);
        if (problemCode !== null) span.setAttribute('titans.problem_code', problemCode);
        if (status >= 500) {
          span.setAttribute('error.type', problemCode ?? String(status));
          span.setStatus({ code: errorStatus });
        }
      }
      span.end();
    },

    async within(name, run) {
      if (!hasProvider) return run();
      const context = api.context.active();
      if (api.trace.getSpan(context as never) === undefined) return run();
      const span = tracer.startSpan(name, { kind: spanKind.internal }, context as never);
      try {
        return await api.context.with(api.trace.setSpan(context as never, span as never) as never, run);
      } catch (error) {
        span.setStatus({ code: errorStatus });
        throw error;
      } finally {
        span.end();
      }
    },

    predicted(task, isSuccess, seconds, count = 1) {
      if (!hasProvider) return;
      const context = api.context.active();
      if (api.trace.getSpan(context as never) === undefined) return;
      const endTime = Date.now();
      const span = tracer.startSpan(
        `predict ${task}`,
        {
          kind: spanKind.internal,
          startTime: endTime - seconds * 1_000,
          attributes: { 'titans.task': task, 'titans.transactions': count },
        },
        context as never,
      );
      if (!isSuccess) span.setStatus({ code: errorStatus });
      span.end(endTime);
    },
  };
}

/** One that does not tell is taken to be there. */
function isProvided({ trace }: TracingApi): boolean {
  const provider = trace.getTracerProvider?.() as Partial<UnsetProvider> | undefined;
  return provider?.getDelegateTracer === undefined || provider.getDelegateTracer(tracerName) !== undefined;
}

/** What stands for the provider until one is registered: `ProxyTracerProvider` of the package. */
interface UnsetProvider {
  getDelegateTracer(name: string): object | undefined;
}

function carrierOf(headers: HeaderReader): Readonly<Record<string, string>> {
  const carrier: Record<string, string> = {};
  for (const name of ['traceparent', 'tracestate', 'baggage', 'b3']) {
    const value = headers.get(name);
    if (value !== null) carrier[name] = value;
  }
  return carrier;
}
