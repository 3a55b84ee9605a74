import { connect } from 'node:net';

/** What came of a body. */
export interface Refusal {
  readonly status: number;
  readonly text: string;
  /** Milliseconds from when the limit had been passed to the answer; 0 if it came before. */
  readonly afterLimitMs: number;
  readonly sentBytes: number;
}

const timeoutMs = 15_000;

/**
 * Sends a head and then a body, piece by piece, until the server answers or all has been sent.
 *
 * @param limitBytes Bytes of the body from which on an answer is due.
 */
export function sendUntilAnswered(
  url: string,
  head: string,
  pieces: Iterable<Uint8Array | string>,
  limitBytes: number,
): Promise<Refusal> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let sentBytes = 0;
    let passed = 0;
    let text = '';
    let answered = 0;
    const timer = setTimeout(() => socket.destroy(new Error('No answer.')), timeoutMs);
    const finish = (): void => {
      clearTimeout(timer);
      socket.destroy();
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
      if (status === 0) reject(new Error('The connection was closed without an answer.'));
      else
        resolve({ status, text, afterLimitMs: passed === 0 ? 0 : Math.max(0, answered - passed), sentBytes });
    };
    socket.on('data', (piece) => {
      if (answered === 0) answered = performance.now();
      text += piece.toString('latin1');
      if (/"code":|"done"|\r\n0\r\n\r\n$/.test(text)) finish();
    });
    socket.on('error', () => undefined);
    socket.on('close', finish);
    socket.on('connect', () => {
      socket.write(head);
      const rest = pieces[Symbol.iterator]();
      const next = (): void => {
        if (socket.destroyed || answered > 0) return;
        const piece = rest.next();
        if (piece.done === true) {
          if (passed === 0) passed = performance.now();
          return;
        }
        sentBytes += piece.value.length;
        socket.write(piece.value, () => setImmediate(next));
        if (passed === 0 && sentBytes >= limitBytes) passed = performance.now();
      };
      next();
    });
  });
}
