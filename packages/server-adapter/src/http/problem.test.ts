import { type ErrorCode, errorCodes, TitansError } from '@titans/core';
import { problemDetailsSchema } from '@titans/core/contract';
import { expect, test } from 'vitest';
import { problemFrom, requestError } from './problem.js';

const place = {
  path: '/titans/x',
  basePath: '/titans',
  requestId: 'r-1',
  timestamp: '2025-01-02T03:04:05.000Z',
};
const secret = 'postgres://user:hunter2@10.0.0.9/db';

test('a problem carries RFC 9457 and the five members of the specification', () => {
  const error = requestError('REQUEST_INVALID', 'The request is not valid at /amount.', {
    issues: [{ pointer: '/amount', message: 'expected number' }],
    headers: { allow: 'POST' },
  });
  expect(problemFrom(error, place)).toEqual({
    status: 422,
    headers: { allow: 'POST' },
    document: {
      type: '/titans/docs#REQUEST_INVALID',
      title: 'Unprocessable Content',
      status: 422,
      detail: 'The request is not valid at /amount.',
      instance: 'urn:titans:request:r-1',
      code: 'REQUEST_INVALID',
      error: true,
      message: 'The request is not valid at /amount.',
      status_code: 422,
      timestamp: '2025-01-02T03:04:05.000Z',
      path: '/titans/x',
      issues: [{ pointer: '/amount', message: 'expected number' }],
    },
  });
});

test('every code makes a valid problem, and none of 500 and above shows what its error says', () => {
  const ownWords: ReadonlySet<ErrorCode> = new Set([
    'TASK_NOT_TRAINED',
    'SHUTTING_DOWN',
    'NOT_READY',
    'OVERLOADED',
    'HANDLER_TIMEOUT',
  ]);
  for (const code of Object.keys(errorCodes) as ErrorCode[]) {
    const error = new TitansError(code, secret, {
      details: { headers: { 'x-secret': secret } },
      cause: secret,
    });
    const { status, headers, document } = problemFrom(error, place);
    expect(problemDetailsSchema.safeParse(document).success).toBe(true);
    if (status < 500 || ownWords.has(code)) continue;
    expect(JSON.stringify({ document, headers })).not.toContain('hunter2');
  }
});

test.each([
  new Error(secret),
  new TypeError(`Cannot read properties of ${secret}`),
  secret,
  { message: secret, code: 'REQUEST_INVALID' },
  null,
  undefined,
])('whatever else is thrown is 500 and says nothing: %#', (thrown) => {
  const { status, document } = problemFrom(thrown, place);
  expect([status, document.code]).toEqual([500, 'INTERNAL']);
  expect(JSON.stringify(document)).not.toContain('hunter2');
});
