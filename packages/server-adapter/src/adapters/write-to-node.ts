import type { IncomingMessage, ServerResponse } from 'node:http';
import { isStream, type TitansResponse } from '../http/message.js';
import { isWhollyRead } from './node-message.js';

/**
 * Writes the answer, unless the client has gone. Headers that the host has set already stay. A stream is read only as fast
 * as the client takes it, is given up when the client goes, and a stream that fails cuts the connection, so that nobody
 * takes what arrived for all.
 */
export function writeToNode(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: TitansResponse,
): void {
  discardUnread(request, response);
  if (response.destroyed || response.headersSent) {
    if (isStream(body)) giveUp(body[Symbol.asyncIterator]());
    return;
  }
  const hostVary = response.getHeader('vary');
  response.writeHead(status, hostVary === undefined ? headers : withVary(headers, hostVary));
  if (isStream(body)) void sendPieces(response, body[Symbol.asyncIterator]());
  else if (isOfBytes(body, headers)) response.end(body, 'latin1');
  else response.end(body);
}

/**
 * Whether a text has one byte for each of its characters, as its length says. Node then copies it, where it would have to
 * encode it.
 */
export function isOfBytes(body: TitansResponse['body'], headers: TitansResponse['headers']): body is string {
  return typeof body === 'string' && headers['content-length'] === String(body.length);
}

function withVary(
  headers: TitansResponse['headers'],
  hostVary: number | string | readonly string[],
): TitansResponse['headers'] {
  const vary = [hostVary, headers.vary].flat().filter((value) => value !== undefined);
  return { ...headers, vary: vary.join(', ') };
}

async function sendPieces(response: ServerResponse, pieces: AsyncIterator<Uint8Array>): Promise<void> {
  const whenGone = (): void => giveUp(pieces);
  response.once('close', whenGone);
  try {
    // The head goes out before the first piece is there: it may be long in coming.
    response.flushHeaders();
    for (;;) {
      const { done, value } = await pieces.next();
      if (response.destroyed) return;
      if (done === true) break;
      if (!response.write(value)) await drained(response);
    }
    response.off('close', whenGone);
    response.end();
  } catch {
    // The pipeline has logged why. The head is out, so there is no other way to say that the answer is not whole.
    response.destroy();
  }
}

const stalledMs = 30_000;

/** Resolves when the client has taken enough, or has gone. One that takes nothing for long is cut off. */
function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => response.destroy(), stalledMs);
    const finish = (): void => {
      clearTimeout(timer);
      response.off('drain', finish);
      response.off('close', finish);
      resolve();
    };
    response.once('drain', finish);
    response.once('close', finish);
  });
}

/** Nobody is left to be told of what fails now. */
function giveUp(pieces: AsyncIterator<Uint8Array>): void {
  Promise.resolve(pieces.return?.()).catch(() => undefined);
}

const discardTicks = 10;
const discardTickMs = 100;

/**
 * Lets a client that is still sending a body finish reading the answer: what it sends is thrown away for a second,
 * then the connection is cut. Cutting it at once would destroy the answer on its way.
 */
export function discardUnread(request: IncomingMessage, response: ServerResponse): void {
  if (isWhollyRead(request) || request.destroyed) return;
  response.once('finish', () => {
    if (request.complete || request.destroyed) return;
    // Not one timer: after the event loop was blocked it would come before what had long arrived could be read.
    let ticks = 0;
    const timer = setInterval(() => {
      ticks++;
      if (!request.complete && ticks < discardTicks) return;
      clearInterval(timer);
      if (!request.complete) request.destroy();
    }, discardTickMs);
    request.once('close', () => clearInterval(timer));
    request.once('end', () => clearInterval(timer));
    request.resume();
  });
}
