import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import { statusesIn } from '../conformance/raw-exchange.js';
import { writeToNode } from './write-to-node.js';

test('what arrived while the event loop was blocked is read before the connection is given up', async () => {
  const server = createServer((request, response) =>
    writeToNode(request, response, { status: 401, headers: { 'content-length': '0' }, body: null }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8');
  socket.on('error', () => undefined);
  socket.on('data', (piece: string) => {
    const isFirst = received === '';
    received += piece;
    if (!isFirst) return;
    socket.write('x'.repeat(50));
    socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    const until = performance.now() + 1_200;
    while (performance.now() < until);
  });
  socket.write(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n${'x'.repeat(50)}`);
  await once(socket, 'close');
  expect(statusesIn(received)).toEqual([401, 401]);
  server.close();
});

test('who goes on sending after the answer is cut off', async () => {
  const server = createServer((request, response) =>
    writeToNode(request, response, { status: 401, headers: { 'content-length': '0' }, body: null }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  let received = '';
  socket.on('data', (piece) => {
    received += piece.toString();
  });
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n');
  const timer = setInterval(() => socket.write('x'), 50);
  await once(socket, 'close');
  clearInterval(timer);
  expect(statusesIn(received)).toEqual([401]);
  server.close();
});
