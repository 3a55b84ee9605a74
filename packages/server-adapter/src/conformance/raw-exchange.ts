import { connect } from 'node:net';

const timeoutMs = 10_000;

/**
 * Writes bytes to a socket as they are, and returns all that comes back until the server closes, which it should after
 * `Connection: close`.
 */
export function rawExchange(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    const timer = setTimeout(() => socket.destroy(new Error('The server did not close in time.')), timeoutMs);
    let received = '';
    socket.setEncoding('utf8');
    socket.on('data', (piece: string) => {
      received += piece;
    });
    socket.on('error', reject);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(received);
    });
  });
}

/** Status codes of the answers in a text, the interim ones included. */
export function statusesIn(received: string): readonly number[] {
  return [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}
