import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { memoryKeyValueStore } from '@titans/core';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { accessTokens } from './access-tokens.js';
import type { Principal } from './principal.js';

const start = 1_750_000_000_000;
const settings = {
  secret: 'a-secret-of-forty-bytes-for-these-tests!',
  issuer: 'titans',
  audience: 'titans-api',
};
const principal: Principal = { id: 'key-1', kind: 'api-key', permissions: new Set(['create_predictions']) };

function setUp() {
  const clock = { time: start, now: () => clock.time };
  const store = memoryKeyValueStore({ now: clock.now });
  return { clock, store, tokens: accessTokens(settings, store, clock) };
}

const seconds = Math.floor(start / 1_000);
const goodClaims = {
  sub: 'key-1',
  jti: '0b3f7a52-9d0e-4c1f-8a64-1f3a5e8b7c90',
  iss: 'titans',
  aud: 'titans-api',
  iat: seconds,
  nbf: seconds,
  exp: seconds + 1_800,
  type: 'access',
  permissions: ['create_predictions'],
};

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token put together by hand, so that it can say anything. */
function forge(header: object, claims: unknown, secret = settings.secret, hash = 'sha256'): string {
  const signed = `${encode(header)}.${typeof claims === 'string' ? claims : encode(claims)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}

const hs256 = { alg: 'HS256', typ: 'JWT' };
const without = (name: keyof typeof goodClaims): object => {
  const { [name]: _dropped, ...rest } = goodClaims;
  return rest;
};

describe('access tokens', () => {
  test('what is issued is valid for exactly 30 minutes', async () => {
    const { clock, tokens } = setUp();
    const token = await tokens.issue(principal);
    const verdict = await tokens.verify(token);
    expect(verdict).toMatchObject({
      state: 'valid',
      expiresAt: start + 1_800_000,
      principal: { id: 'key-1', kind: 'access-token', permissions: new Set(['create_predictions']) },
    });
    clock.time = start + 1_799_000;
    expect((await tokens.verify(token)).state).toBe('valid');
    clock.time = start + 1_800_000;
    expect((await tokens.verify(token)).state).toBe('expired');
  });

  test('the claims are those of the specification, and no two tokens share an identifier', async () => {
    const { tokens } = setUp();
    const issued = await Promise.all([tokens.issue(principal), tokens.issue(principal)]);
    const claims = issued.map((token) =>
      JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()),
    );
    expect(claims[0]).toMatchObject({ ...goodClaims, jti: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(claims[0].jti).not.toBe(claims[1].jti);
  });

  test('a token made by hand with the right secret is accepted, so that the refusals below mean something', async () => {
    const { tokens } = setUp();
    expect((await tokens.verify(forge(hs256, goodClaims))).state).toBe('valid');
  });

  const forgeries: readonly (readonly [string, () => string | Promise<string>])[] = [
    ['alg none, unsigned', () => `${encode({ alg: 'none' })}.${encode(goodClaims)}.`],
    ['alg none, signed', () => forge({ alg: 'none' }, goodClaims)],
    ['alg None', () => `${encode({ alg: 'None' })}.${encode(goodClaims)}.`],
    ['alg nOnE', () => forge({ alg: 'nOnE' }, goodClaims)],
    ['alg missing', () => forge({ typ: 'JWT' }, goodClaims)],
    ['alg empty', () => forge({ alg: '' }, goodClaims)],
    ['alg a list', () => forge({ alg: ['HS256'] }, goodClaims)],
    ['alg in lower case', () => forge({ alg: 'hs256' }, goodClaims)],
    ['HS384 with the secret', () => forge({ alg: 'HS384' }, goodClaims, settings.secret, 'sha384')],
    ['HS512 with the secret', () => forge({ alg: 'HS512' }, goodClaims, settings.secret, 'sha512')],
    ['header HS512, signature HS256', () => forge({ alg: 'HS512' }, goodClaims)],
    ['RS256 with a key of its own', () => sign('RS256')],
    ['PS256 with a key of its own', () => sign('PS256')],
    ['ES256 with a key of its own', () => sign('ES256')],
    ['EdDSA with a key of its own', () => sign('EdDSA')],
    ['header RS256, signature by the secret', () => forge({ alg: 'RS256' }, goodClaims)],
    ['another secret', () => forge(hs256, goodClaims, 'another-secret-of-more-than-32-bytes!!!')],
    ['empty secret', () => forge(hs256, goodClaims, '')],
    ['secret with a trailing newline', () => forge(hs256, goodClaims, `${settings.secret}\n`)],
    [
      'a published default as the secret',
      () => forge(hs256, goodClaims, 'your-secret-key-change-in-production'),
    ],
    [
      'key embedded in the header',
      () => forge({ ...hs256, jwk: { kty: 'oct', k: encode('x') } }, goodClaims, 'x'),
    ],
    ['key by address', () => forge({ ...hs256, jku: 'http://127.0.0.1/jwks' }, goodClaims, 'x')],
    ['key by path', () => forge({ ...hs256, kid: '../../../../dev/null' }, goodClaims, '')],
    ['key by injection', () => forge({ ...hs256, kid: "x' UNION SELECT 'x" }, goodClaims, 'x')],
    ['critical header unknown', () => forge({ ...hs256, crit: ['exotic'], exotic: true }, goodClaims)],
    ['critical header malformed', () => forge({ ...hs256, crit: [] }, goodClaims)],
    ['payload not encoded', () => forge({ ...hs256, b64: false, crit: ['b64'] }, goodClaims)],
    ['issuer wrong', () => forge(hs256, { ...goodClaims, iss: 'other' })],
    ['issuer missing', () => forge(hs256, without('iss'))],
    ['issuer a list', () => forge(hs256, { ...goodClaims, iss: ['titans'] })],
    ['audience wrong', () => forge(hs256, { ...goodClaims, aud: 'other-api' })],
    ['audience missing', () => forge(hs256, without('aud'))],
    ['audience a longer name', () => forge(hs256, { ...goodClaims, aud: 'titans-api-admin' })],
    ['type refresh', () => forge(hs256, { ...goodClaims, type: 'refresh' })],
    ['type missing', () => forge(hs256, without('type'))],
    ['type a list', () => forge(hs256, { ...goodClaims, type: ['access'] })],
    ['not yet valid', () => forge(hs256, { ...goodClaims, nbf: seconds + 60 })],
    ['not-before is text', () => forge(hs256, { ...goodClaims, nbf: 'now' })],
    ['issued in the future', () => forge(hs256, { ...goodClaims, iat: seconds + 60 })],
    ['issued missing', () => forge(hs256, without('iat'))],
    ['expiry missing', () => forge(hs256, without('exp'))],
    ['expiry text', () => forge(hs256, { ...goodClaims, exp: '9999999999' })],
    ['expiry null', () => forge(hs256, { ...goodClaims, exp: null })],
    ['expiry infinite', () => forge(hs256, { ...goodClaims, exp: '1e999' })],
    ['subject missing', () => forge(hs256, without('sub'))],
    ['subject empty', () => forge(hs256, { ...goodClaims, sub: '' })],
    ['identifier missing', () => forge(hs256, without('jti'))],
    ['identifier empty', () => forge(hs256, { ...goodClaims, jti: '' })],
    ['subject a number', () => forge(hs256, { ...goodClaims, sub: 5 })],
    ['subject too long', () => forge(hs256, { ...goodClaims, sub: 's'.repeat(257) })],
    ['identifier a number', () => forge(hs256, { ...goodClaims, jti: 5 })],
    [
      'identifier longer than a key of a store',
      () => forge(hs256, { ...goodClaims, jti: 'j'.repeat(3_000) }),
    ],
    ['expiry after more than 30 minutes', () => forge(hs256, { ...goodClaims, exp: seconds + 1_801 })],
    ['permissions missing', () => forge(hs256, without('permissions'))],
    ['permissions text', () => forge(hs256, { ...goodClaims, permissions: 'admin_access' })],
    ['permissions unknown', () => forge(hs256, { ...goodClaims, permissions: ['root'] })],
    ['permissions by number', () => forge(hs256, { ...goodClaims, permissions: [0] })],
    ['claims a list', () => forge(hs256, [])],
    ['claims a text', () => forge(hs256, encode('claims'))],
    ['claims null', () => forge(hs256, encode(null))],
    ['claims no JSON', () => forge(hs256, Buffer.from('{').toString('base64url'))],
    ['claims no UTF-8', () => forge(hs256, Buffer.from([0xff, 0xfe]).toString('base64url'))],
    ['claims empty', () => forge(hs256, '')],
    ['header no JSON', () => `${Buffer.from('{').toString('base64url')}.${encode(goodClaims)}.AAAA`],
    ['signature cut by one character', () => forge(hs256, goodClaims).slice(0, -1)],
    ['signature cut off', () => forge(hs256, goodClaims).replace(/\.[^.]*$/, '.')],
    ['signature missing', () => forge(hs256, goodClaims).replace(/\.[^.]*$/, '')],
    ['signature with one bit changed', () => flipBit(forge(hs256, goodClaims))],
    ['claims changed under the signature', () => swapClaims(forge(hs256, goodClaims))],
    ['two signatures', () => `${forge(hs256, goodClaims)}.AAAA`],
    ['only dots', () => '..'],
    ['encrypted form', () => 'eyJhbGciOiJkaXIifQ..AAAA.AAAA.AAAA'],
    ['padded', () => `${forge(hs256, goodClaims)}==`],
    ['with a space', () => ` ${forge(hs256, goodClaims)}`],
  ];

  test(`none of ${forgeries.length} forged tokens is accepted, and none is an exception`, async () => {
    expect(forgeries.length).toBeGreaterThanOrEqual(60);
    const { tokens } = setUp();
    for (const [name, make] of forgeries) {
      const verdict = await tokens.verify(await make());
      expect(verdict.state, name).toBe('invalid');
    }
  });

  test('a genuine token that lives longer than 30 minutes is refused once it is older than that', async () => {
    const { clock, tokens } = setUp();
    const long = forge(hs256, { ...goodClaims, exp: seconds + 86_400 });
    clock.time = start + 1_801_000;
    expect((await tokens.verify(long)).state).toBe('expired');
  });

  test('a revoked token stays refused until it would have expired, also for another instance on the store', async () => {
    const { clock, store, tokens } = setUp();
    const token = await tokens.issue(principal);
    const verdict = await tokens.verify(token);
    if (verdict.state !== 'valid') throw new Error('The token should be valid.');
    await tokens.revoke(verdict);
    const elsewhere = accessTokens(settings, store, clock);
    expect((await elsewhere.verify(token)).state).toBe('revoked');
    clock.time = start + 1_799_000;
    expect((await elsewhere.verify(token)).state).toBe('revoked');
    clock.time = start + 1_800_000;
    expect((await elsewhere.verify(token)).state).toBe('expired');
    expect((await tokens.verify(await tokens.issue(principal))).state).toBe('valid');
  });
});

async function sign(alg: 'RS256' | 'PS256' | 'ES256' | 'EdDSA'): Promise<string> {
  const { privateKey } =
    alg === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : alg === 'EdDSA'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return new SignJWT({ ...goodClaims, jti: randomUUID() }).setProtectedHeader({ alg }).sign(privateKey);
}

function flipBit(token: string): string {
  const [header, claims, signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return `${header}.${claims}.${bytes.toString('base64url')}`;
}

function swapClaims(token: string): string {
  const [header, , signature] = token.split('.');
  return `${header}.${encode({ ...goodClaims, permissions: ['admin_access'] })}.${signature}`;
}
