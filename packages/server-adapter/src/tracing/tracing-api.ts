/** What is used of a span of OpenTelemetry. */
export interface TracingSpan {
  setAttribute(key: string, value: string | number | boolean): unknown;
  setStatus(status: { code: number; message?: string }): unknown;
  updateName(name: string): unknown;
  isRecording(): boolean;
  end(endTime?: number): void;
}

/** How a span begins. */
export interface TracingSpanOptions {
  kind?: number;
  startTime?: number;
  attributes?: Record<string, string | number | boolean>;
}

/** Where a span is, in a trace. */
export interface TracingSpanContext {
  traceId: string;
  spanId: string;
  traceFlags: number;
  isRemote?: boolean;
}

/**
 * What is used of the package `@opentelemetry/api`, which satisfies it. `Context` and `Span` are its own.
 */
export interface TracingApi {
  trace: {
    getTracer(
      name: string,
      version?: string,
    ): { startSpan(name: string, options?: TracingSpanOptions, context?: never): TracingSpan };
    setSpan(context: never, span: never): object;
    /** Before a provider is registered, one with the method `getDelegateTracer`, which gives none. */
    getTracerProvider?(): object;
    getSpan(context: never): object | undefined;
    getSpanContext(context: never): object | undefined;
    setSpanContext(context: never, spanContext: TracingSpanContext): object;
  };
  context: {
    active(): object;
    with<Result>(context: never, run: () => Result): Result;
  };
  propagation: {
    extract(context: never, carrier: Readonly<Record<string, string>>): object;
  };
}

/** `SpanKind` and `SpanStatusCode` of the package. */
export const spanKind = { internal: 0, server: 1 } as const;
export const errorStatus = 2;
