import { type EventType, eventTypes, type RouteName, routes } from '@titans/core/contract';
import * as z from 'zod/mini';
import { parseJson } from '../http/json.js';
import type { TitansRequest } from '../http/message.js';
import { requestError } from '../http/problem.js';
import { validateBody } from '../http/validate.js';

/** Asks a route of the contract, as a request to it would. */
export interface RouteMessage {
  /** Comes back with the answer. */
  readonly id: string | number;
  readonly route: RouteName;
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly params?: Readonly<Record<string, string>> | undefined;
  readonly idempotency_key?: string | undefined;
}

/** Asks for events, of all types if none are named. */
export interface SubscribeMessage {
  readonly id: string | number;
  readonly subscribe: readonly EventType[];
  /** Id of the last event that was heard. */
  readonly after?: string | undefined;
}

/** Ends what a message with this id has begun. */
export interface CancelMessage {
  readonly id: string | number;
  readonly cancel: true;
}

/** What a client may say. */
export type ClientMessage = RouteMessage | SubscribeMessage | CancelMessage;

const id = z.union([z.string().check(z.minLength(1), z.maxLength(100)), z.int()]);
const routeNames = Object.keys(routes) as RouteName[];
/** Routes whose bodies are streams: their rows are messages of their own here. */
const askable = routeNames.filter((name) => typeof routes[name].body !== 'string' && name !== 'events');

const messageSchema: z.ZodMiniType<ClientMessage> = z.union(
  [
    z.strictObject({
      id,
      route: z.enum(askable),
      body: z.optional(z.unknown()),
      query: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
      params: z.optional(z.record(z.string(), z.string())),
      idempotency_key: z.optional(z.string()),
    }),
    z.strictObject({
      id,
      subscribe: z.array(z.enum(eventTypes)).check(z.maxLength(eventTypes.length)),
      after: z.optional(z.string()),
    }),
    z.strictObject({ id, cancel: z.literal(true) }),
  ],
  'must be { id, route }, { id, subscribe } or { id, cancel }',
);

/**
 * Reads a message.
 *
 * @throws TitansError `REQUEST_MALFORMED` if it is no JSON, `REQUEST_INVALID` if it is none of {@link ClientMessage}.
 */
export function readMessage(bytes: Uint8Array): ClientMessage {
  return validateBody(messageSchema, parseJson(bytes, 'The message')) as ClientMessage;
}

/** What every request of a connection has. */
export interface ConnectionContext {
  readonly basePath: string;
  readonly authorization: string | null;
  readonly clientAddress: string | undefined;
}

/**
 * The request that a message stands for.
 *
 * @throws TitansError `REQUEST_INVALID` if a parameter of the path is missing.
 */
export function requestOf(
  message: RouteMessage | SubscribeMessage,
  context: ConnectionContext,
  signal: AbortSignal,
): TitansRequest {
  const { basePath, authorization, clientAddress } = context;
  const headers = new Map<string, string>();
  if (authorization !== null) headers.set('authorization', authorization);
  const common = {
    headers: { get: (name: string) => headers.get(name) ?? null },
    basePath,
    clientAddress,
    signal,
  };
  if ('subscribe' in message) {
    if (message.after !== undefined) headers.set('last-event-id', message.after);
    const types = message.subscribe.length === 0 ? '' : `?types=${message.subscribe.join(',')}`;
    return {
      method: 'GET',
      target: `${basePath}${routes.events.path}${types}`,
      body: { kind: 'none' },
      ...common,
    };
  }
  const { method, path } = routes[message.route];
  if (message.idempotency_key !== undefined) headers.set('idempotency-key', message.idempotency_key);
  if (message.body !== undefined) headers.set('content-type', 'application/json');
  return {
    method,
    target: basePath + filled(path, message.params ?? {}) + queryOf(message.query ?? {}),
    body: message.body === undefined ? { kind: 'none' } : { kind: 'parsed', value: message.body },
    ...common,
  };
}

function filled(path: string, params: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (value !== undefined && value !== '') return encodeURIComponent(value);
    const message = `The route has a parameter ${name} in its path.`;
    throw requestError('REQUEST_INVALID', message, { issues: [{ pointer: `/params/${name}`, message }] });
  });
}

function queryOf(query: Readonly<Record<string, string | number | boolean>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) parameters.append(name, String(value));
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
