import { expect, test } from 'vitest';
import { unlessKnown } from './not-modified.js';

const draft = {
  status: 200,
  headers: { 'content-type': 'text/css', etag: 'W/"xyzzy"', 'cache-control': 'no-cache' },
  body: 'p{}',
};

// RFC 9110, 13.1.2 gives these three as examples of the header.
test.each(['"xyzzy"', '"xyzzy", "r2d2xxxx", "c3piozzzz"', '*', 'W/"a,b" , W/"xyzzy"'])(
  'a client that has it is told so: %s',
  (known) => {
    expect(unlessKnown(new Headers({ 'if-none-match': known }), draft)).toEqual({
      status: 304,
      headers: { etag: 'W/"xyzzy"', 'cache-control': 'no-cache' },
      body: null,
    });
  },
);

test.each([undefined, '"other"', 'xyzzy', '', '"xyzzy'])('another one is sent: %s', (known) => {
  const headers = new Headers(known === undefined ? {} : { 'if-none-match': known });
  expect(unlessKnown(headers, draft)).toBe(draft);
});

test('an answer without a tag, or that is none, stays as it is', () => {
  const headers = new Headers({ 'if-none-match': '*' });
  for (const other of [
    { ...draft, headers: {} },
    { ...draft, status: 404 },
  ]) {
    expect(unlessKnown(headers, other)).toBe(other);
  }
});
