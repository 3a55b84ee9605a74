import type { Check } from './answers/check.js';
import type { CallOptions } from './call-options.js';
import type { Endpoint } from './endpoint.js';
import { readAnswer, writeJson } from './json.js';
import { valuesOf } from './lines.js';
import type { Payload, Sender } from './send.js';

/** What is asked beside the method and path: parameters of the path, the query, and a body that JSON carries. */
export interface Question {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: object | undefined;
  readonly json?: unknown;
}

/** Calls routes and reads their answers. All methods are made of it. */
export interface Caller {
  /** The answer as a checked value. */
  ask<Value>(
    endpoint: Endpoint,
    check: Check<Value>,
    question: Question,
    options: CallOptions | undefined,
  ): Promise<Value>;
  /** The same for a body that is not JSON. */
  deliver<Value>(
    endpoint: Endpoint,
    check: Check<Value>,
    payload: Payload,
    options: CallOptions | undefined,
  ): Promise<Value>;
  /** The answer as text. */
  text(endpoint: Endpoint, options: CallOptions | undefined): Promise<string>;
  /** The lines of an answer as checked values, as they come in. */
  lines<Value>(
    endpoint: Endpoint,
    check: Check<Value>,
    payload: Payload,
    options: CallOptions | undefined,
  ): AsyncGenerator<Value>;
  /** The answer itself, when it begins. */
  open(endpoint: Endpoint, payload: Payload, options: CallOptions | undefined): Promise<Response>;
}

/** Makes the calls of one client. */
export function caller({ send, open }: Sender, timeoutMs: number): Caller {
  async function deliver<Value>(
    endpoint: Endpoint,
    check: Check<Value>,
    payload: Payload,
    options: CallOptions | undefined,
  ): Promise<Value> {
    const response = await send(endpoint, payload, options);
    return readAnswer(endpoint, check, await response.text());
  }

  return {
    deliver,
    open,
    ask: async (endpoint, check, { params, query, json }, options) => {
      const body = json === undefined ? undefined : writeJson(endpoint, json);
      return deliver(endpoint, check, { params, query, body }, options);
    },
    text: async (endpoint, options) => (await send(endpoint, {}, options)).text(),
    async *lines(endpoint, check, payload, options) {
      const response = await open(endpoint, payload, options);
      const silenceMs = options?.timeoutMs ?? timeoutMs;
      yield* valuesOf(endpoint, check, response, { silenceMs, signal: options?.signal });
    },
  };
}
