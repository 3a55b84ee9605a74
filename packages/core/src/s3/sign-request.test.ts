import { expect, test } from 'vitest';
import { encodeUriPart, signedHeaders } from './sign-request.js';

const empty = new Uint8Array();

function signatureOf(headers: Record<string, string>): string | undefined {
  return /Signature=([0-9a-f]{64})$/.exec(headers.authorization ?? '')?.[1];
}

// Amazon S3 API Reference, "Examples: Signature Calculations in AWS Signature Version 4": bucket, keys, time and signatures.
const s3 = {
  credentials: {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  },
  region: 'us-east-1',
  service: 's3',
  now: Date.UTC(2013, 4, 24),
} as const;
const bucket = 'https://examplebucket.s3.amazonaws.com';

test.each([
  [
    'an object of which a range is wanted',
    { method: 'GET', url: `${bucket}/test.txt`, headers: { range: 'bytes=0-9' }, body: '' },
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  ],
  [
    'an object that is put',
    {
      method: 'PUT',
      url: `${bucket}/test%24file.text`,
      headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
      body: 'Welcome to Amazon S3.',
    },
    '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  ],
  [
    'a query without a value',
    { method: 'GET', url: `${bucket}/?lifecycle`, headers: {}, body: '' },
    'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  ],
  [
    'a list',
    { method: 'GET', url: `${bucket}/?max-keys=2&prefix=J`, headers: {}, body: '' },
    '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  ],
])('signs %s as the examples of S3', (_, { method, url, headers, body }, signature) => {
  const request = { method, url: new URL(url), headers, body: new TextEncoder().encode(body) };
  expect(signatureOf(signedHeaders(request, s3))).toBe(signature);
});

// AWS Signature Version 4 test suite: get-vanilla and get-vanilla-query-order-key-case.
test.each([
  ['get-vanilla', '/', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  [
    'get-vanilla-query-order-key-case',
    '/?Param2=value2&Param1=value1',
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
])('signs %s of the test suite', (_, target, signature) => {
  const scope = {
    credentials: {
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    },
    region: 'us-east-1',
    service: 'service',
    now: Date.UTC(2015, 7, 30, 12, 36),
  };
  const url = new URL(`https://example.amazonaws.com${target}`);
  const headers = signedHeaders({ method: 'GET', url, headers: {}, body: empty }, scope);
  expect(headers.authorization).toBe(
    `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
  );
});

test('a session token is sent and signed', () => {
  const credentials = { ...s3.credentials, sessionToken: 'token' };
  const url = new URL(`${bucket}/a`);
  const headers = signedHeaders({ method: 'GET', url, headers: {}, body: empty }, { ...s3, credentials });
  expect(headers['x-amz-security-token']).toBe('token');
  expect(headers.authorization).toContain('x-amz-security-token');
  expect(headers.host).toBeUndefined();
});

test('all but unreserved characters are encoded', () => {
  expect(encodeUriPart("aZ0-._~ /$!'()*ü")).toBe('aZ0-._~%20%2F%24%21%27%28%29%2A%C3%BC');
});
