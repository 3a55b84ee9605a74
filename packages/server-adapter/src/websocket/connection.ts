import type { RawData, WebSocket } from 'ws';
import { isStream } from '../http/message.js';
import { problemFrom, requestError } from '../http/problem.js';
import type { Titans } from '../titans.js';
import { answersOf } from './answers.js';
import { type ClientMessage, type ConnectionContext, readMessage, requestOf } from './messages.js';

/** What {@link serveConnection} needs. */
export interface ConnectionParts {
  readonly titans: Titans;
  readonly socket: WebSocket;
  readonly context: ConnectionContext;
  /** Messages worked on at once; the next ones are not read before. */
  readonly maxInFlight: number;
  readonly requestId: () => string;
}

/** A connection that is served. */
export interface Connection {
  /** Asks whether the client is there; ends the connection if it did not answer the last time. */
  beat(): void;
  /** Takes no more messages, answers those that it has, and says goodbye. */
  drain(): void;
}

const goingAway = 1001;
const unsupportedData = 1003;
const policyViolation = 1008;
/** A client that says this often what is no message says nothing. */
const maxNonsense = 20;
const goodbyeMs = 5_000;

/**
 * Serves one connection: each message is a request of its own, through every check that a request over HTTP passes. Messages
 * are read only as fast as they are answered, and answers are made only as fast as the client takes them.
 */
export function serveConnection(parts: ConnectionParts): Connection {
  const { titans, socket, context, maxInFlight, requestId } = parts;
  const waiting: Uint8Array[] = [];
  const running = new Map<string | number, AbortController>();
  let inFlight = 0;
  let nonsense = 0;
  let isAlive = true;
  let isDraining = false;

  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (isDraining) return;
    if (isBinary) {
      socket.close(unsupportedData, 'Messages are JSON texts.');
      return;
    }
    waiting.push(bytesOf(data));
    proceed();
  });
  socket.on('pong', () => {
    isAlive = true;
  });
  // What it means is told by the close that follows.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    waiting.length = 0;
    for (const controller of running.values()) controller.abort();
  });

  function proceed(): void {
    while (inFlight < maxInFlight) {
      const bytes = waiting.shift();
      if (bytes === undefined) break;
      inFlight++;
      void handle(bytes).finally(() => {
        inFlight--;
        proceed();
      });
    }
    if (inFlight >= maxInFlight) socket.pause();
    else if (socket.isPaused) socket.resume();
    sayGoodbye();
  }

  function sayGoodbye(): void {
    if (!isDraining || inFlight > 0 || running.size > 0) return;
    socket.close(goingAway, 'The service stops.');
  }

  async function handle(bytes: Uint8Array): Promise<void> {
    let message: ClientMessage;
    try {
      message = readMessage(bytes);
    } catch (error) {
      nonsense++;
      await send(problemText(null, error));
      if (nonsense >= maxNonsense) socket.close(policyViolation, 'Too much that is no message.');
      return;
    }
    const { id } = message;
    if ('cancel' in message) {
      running.get(id)?.abort();
      return;
    }
    if (running.has(id)) {
      await send(problemText(id, requestError('CONFLICT', 'A message of that id is still being answered.')));
      return;
    }
    const controller = new AbortController();
    running.set(id, controller);
    const answering = answer(message, controller.signal).finally(() => {
      running.delete(id);
      sayGoodbye();
    });
    // Events may come for hours: they are no message that others have to wait for.
    if (!('subscribe' in message)) await answering;
  }

  async function answer(
    message: Exclude<ClientMessage, { cancel: true }>,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const response = await titans.handle(requestOf(message, context, signal));
      const { body } = response;
      const answered = isStream(body) ? { ...response, body: untilAborted(body, signal) } : response;
      for await (const text of answersOf(message.id, answered)) await send(text);
    } catch (error) {
      await send(problemText(message.id, error));
    }
  }

  /** Resolves when the operating system has taken it. Nobody waits for what a client that has gone does not get. */
  function send(text: string): Promise<void> {
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    return new Promise((resolve) => socket.send(text, () => resolve()));
  }

  function problemText(id: string | number | null, error: unknown): string {
    const { status, document } = problemFrom(error, {
      path: context.basePath,
      basePath: context.basePath,
      requestId: requestId(),
      timestamp: new Date().toISOString(),
    });
    return JSON.stringify({ id, status, body: document });
  }

  return {
    beat() {
      if (!isAlive) {
        socket.terminate();
        return;
      }
      isAlive = false;
      socket.ping();
    },
    drain() {
      isDraining = true;
      proceed();
      setTimeout(() => socket.terminate(), goodbyeMs).unref();
    },
  };
}

/** Gives the pieces up when nobody wants them any more, also while the next one is waited for. */
function untilAborted(pieces: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      const source = pieces[Symbol.asyncIterator]();
      const giveUp = (): void => void source.return?.();
      if (signal.aborted) giveUp();
      else signal.addEventListener('abort', giveUp, { once: true });
      return source;
    },
  };
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}
