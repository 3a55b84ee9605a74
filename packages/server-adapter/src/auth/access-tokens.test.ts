import { generateKeyPairSync } from 'node:crypto';
import { memoryKeyValueStore } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { accessTokens } from './access-tokens.js';
import { apiKeyVerifier } from './api-keys.js';
import { bearerTokens } from './bearer-tokens.js';
import { readJwt } from './jwt-settings.js';
import { hashApiKey } from './key-hash.js';
import { readOAuth } from './oauth-settings.js';
import { oauthTokens } from './oauth-tokens.js';
import type { Principal } from './principal.js';
import { forgedTokens, genuineTokens, goodClaims } from './testing/forged-tokens.js';
import { encode, signedBySecret, tokenTarget } from './testing/token-target.js';

const start = 1_750_000_000_000;
const seconds = start / 1_000;
const secret = 'a-secret-of-forty-bytes-for-these-tests!';
const principal: Principal = {
  id: 'key-1',
  kind: 'api-key',
  tenant: 'default',
  permissions: new Set(['create_predictions']),
};
const keys = apiKeyVerifier(
  [{ id: 'key-1', hash: hashApiKey('key'), permissions: [], tenant: 'default' }],
  null,
);

function setUp(settings: Parameters<typeof readJwt>[0] = { secret }) {
  const clock = { time: start, now: () => clock.time };
  const store = memoryKeyValueStore({ now: clock.now });
  const own = accessTokens(readJwt(settings), clock);
  const tokens = bearerTokens({ verifiers: [own], keys, store, clock });
  const issue = async (): Promise<string> => {
    if (own.issue === null) throw new Error('No key signs.');
    return (await own.issue(principal)).token;
  };
  return { clock, store, tokens, issue, own };
}

const partOf = (token: string, part: 0 | 1): unknown =>
  JSON.parse(Buffer.from(token.split('.')[part] ?? '', 'base64url').toString());

describe('access tokens', () => {
  test('what is issued is valid for exactly 30 minutes', async () => {
    const { clock, tokens, issue } = setUp();
    const token = await issue();
    expect(await tokens.verify(token)).toMatchObject({
      state: 'valid',
      expiresAt: start + 1_800_000,
      principal: { ...principal, kind: 'access-token' },
    });
    clock.time = start + 1_799_000;
    expect((await tokens.verify(token)).state).toBe('valid');
    clock.time = start + 1_800_000;
    expect((await tokens.verify(token)).state).toBe('expired');
  });

  test('the claims are those of the specification, and no two tokens share an identifier', async () => {
    const { issue } = setUp();
    const [one, other] = await Promise.all([issue(), issue()]);
    const { jti, ...claims } = partOf(one, 1) as { jti: string };
    const { jti: _dropped, ...expected } = goodClaims(seconds);
    expect(claims).toEqual({ ...expected, tenant: 'default', client_id: 'key-1' });
    expect(jti).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(partOf(other, 1)).not.toMatchObject({ jti });
  });

  test('a clock that is behind by five seconds accepts, by six does not; no clock lengthens a life', async () => {
    const { clock, tokens, issue } = setUp();
    const token = await issue();
    clock.time = start - 5_000;
    expect((await tokens.verify(token)).state).toBe('valid');
    clock.time = start - 6_000;
    expect((await bearerOf(clock).verify(token)).state).toBe('invalid');
  });

  test('a genuine token that lives longer than 30 minutes is refused', async () => {
    const { clock, tokens } = setUp();
    const long = signedBySecret({ alg: 'HS256' }, { ...goodClaims(seconds), exp: seconds + 86_400 }, secret);
    expect((await tokens.verify(long)).state).toBe('invalid');
    clock.time = start + 1_806_000;
    expect((await tokens.verify(long)).state).toBe('expired');
  });

  test('a token without a tenant is of the default one, and one of another says so', async () => {
    const { tokens } = setUp();
    const of = (claims: object): string =>
      signedBySecret({ alg: 'HS256' }, { ...goodClaims(seconds), ...claims }, secret);
    expect(await tokens.verify(of({}))).toMatchObject({ principal: { tenant: 'default' } });
    expect(await tokens.verify(of({ tenant: 'acme' }))).toMatchObject({ principal: { tenant: 'acme' } });
  });
});

function bearerOf(clock: { now(): number }) {
  const verifiers = [accessTokens(readJwt({ secret }), clock)];
  return bearerTokens({ verifiers, keys, store: memoryKeyValueStore(), clock });
}

describe('keys', () => {
  const ed = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const es = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const esJwk = es.privateKey.export({ format: 'jwk' });

  test.each([
    ['HS256', { id: 'one', secret }],
    ['EdDSA', { id: 'one', algorithm: 'EdDSA', privateKey: ed }],
    ['ES256', { id: 'one', algorithm: 'ES256', privateKey: { ...esJwk } }],
  ] as const)('%s signs, and names its key', async (alg, key) => {
    const { tokens, issue } = setUp({ keys: [key] });
    const token = await issue();
    expect(partOf(token, 0)).toEqual({ alg, typ: 'JWT', kid: 'one' });
    expect((await tokens.verify(token)).state).toBe('valid');
  });

  test('an old key checks what it has signed, and signs no more', async () => {
    const old = setUp({ secret });
    const former = await old.issue();
    const both = setUp({ keys: [{ id: 'two', algorithm: 'EdDSA', privateKey: ed }], secret });
    expect((await both.tokens.verify(former)).state).toBe('valid');
    const latter = await both.issue();
    expect(partOf(latter, 0)).toMatchObject({ alg: 'EdDSA', kid: 'two' });
    expect((await old.tokens.verify(latter)).state).toBe('invalid');
    const { tokens } = setUp({ keys: [{ id: 'two', algorithm: 'EdDSA', privateKey: ed }] });
    expect((await tokens.verify(former)).state).toBe('invalid');
  });

  test('a public key checks, and nothing is issued where it is the first', async () => {
    const publicKey = es.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const { own, tokens } = setUp({ keys: [{ id: 'es', algorithm: 'ES256', publicKey }] });
    expect(own.issue).toBeNull();
    const signer = setUp({ keys: [{ id: 'es', algorithm: 'ES256', privateKey: { ...esJwk } }] });
    expect((await tokens.verify(await signer.issue())).state).toBe('valid');
  });

  test.each([
    ['a key of another kind', { id: 'x', algorithm: 'RS256', privateKey: ed }, 'CONFIG_INVALID'],
    ['a curve of another name', { id: 'x', algorithm: 'ES256', privateKey: ed }, 'CONFIG_INVALID'],
    ['no key', { id: 'x', algorithm: 'EdDSA', privateKey: 'hunter2hunter2' }, 'CONFIG_INVALID'],
    [
      'a public key that should sign',
      { id: 'x', algorithm: 'EdDSA', privateKey: { kty: 'OKP' } },
      'CONFIG_INVALID',
    ],
    ['a short secret', { id: 'x', secret: 'hunter2hunter2' }, 'SECRET_INSECURE'],
    ['a secret that is not set', { id: 'x', secret: undefined }, 'CONFIG_INVALID'],
  ] as const)('%s is refused without a word of it', (_, key, code) => {
    const refusal = (): unknown => readJwt({ keys: [key] });
    expect(refusal).toThrow(expect.objectContaining({ code }));
    expect(refusal).not.toThrow(/hunter2|BEGIN/);
  });

  test('an RSA key of 1,024 bits and a name that two keys have are refused', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const invalid = expect.objectContaining({ code: 'CONFIG_INVALID' });
    expect(() => readJwt({ keys: [{ id: 'x', algorithm: 'RS256', privateKey: pem }] })).toThrow(invalid);
    expect(() =>
      readJwt({
        keys: [
          { id: 'x', secret },
          { id: 'x', secret: `${secret}2` },
        ],
      }),
    ).toThrow(invalid);
  });
});

describe('forged tokens', () => {
  const target = tokenTarget(seconds);
  const clock = { now: () => start };
  const { jwt = {}, oauth } = target.auth;
  if (oauth === undefined) throw new Error('The target has an issuer.');
  const tokens = bearerTokens({
    verifiers: [accessTokens(readJwt(jwt), clock), oauthTokens(readOAuth(oauth), clock)],
    keys,
    store: memoryKeyValueStore(),
    clock,
  });

  test('genuine tokens of every key are accepted, so that the refusals mean something', async () => {
    for (const [name, token] of genuineTokens(target)) {
      expect((await tokens.verify(token)).state, name).toBe('valid');
    }
  });

  const forged = forgedTokens(target);
  test(`none of ${forged.size} is accepted, and none is an exception`, async () => {
    expect(forged.size).toBeGreaterThanOrEqual(100);
    for (const [name, token] of forged) {
      // The longest is refused before it is read: the authenticator knows how long a credential may be.
      if (token.length > 8_192) continue;
      expect((await tokens.verify(token)).state, name).not.toBe('valid');
    }
  });
});

describe('revocation', () => {
  test('a revoked token stays refused until it would have expired, also for another instance on the store', async () => {
    const { clock, store, tokens, issue, own } = setUp();
    const token = await issue();
    const verdict = await tokens.verify(token);
    if (verdict.state !== 'valid') throw new Error('The token should be valid.');
    await tokens.revoke(verdict);
    expect((await tokens.verify(token)).state).toBe('revoked');
    const elsewhere = bearerTokens({ verifiers: [own], keys, store, clock });
    expect((await elsewhere.verify(token)).state).toBe('revoked');
    clock.time = start + 1_799_000;
    expect((await elsewhere.verify(token)).state).toBe('revoked');
    clock.time = start + 1_800_000;
    expect((await elsewhere.verify(token)).state).toBe('expired');
  });

  test('a check that was on its way when the token was revoked makes it valid for nobody', async () => {
    const { clock, store, issue, own } = setUp();
    let release = (): void => {};
    const asked = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isSlow = false;
    const slow = {
      ...store,
      async get(key: string) {
        const found = await store.get(key);
        if (isSlow) await asked;
        return found;
      },
    };
    const tokens = bearerTokens({ verifiers: [own], keys, store: slow, clock });
    const token = await issue();
    const verdict = await own.verify(token);
    if (verdict.state !== 'valid') throw new Error('The token should be valid.');
    isSlow = true;
    const onItsWay = tokens.verify(token);
    await new Promise((resolve) => setImmediate(resolve));
    await tokens.revoke(verdict);
    release();
    expect((await onItsWay).state).toBe('revoked');
    expect((await tokens.verify(token)).state).toBe('revoked');
  });

  test('a clock that is set back an hour does not keep what was remembered for an hour', async () => {
    const { clock, store, tokens, issue, own } = setUp();
    const elsewhere = bearerTokens({ verifiers: [own], keys, store, clock });
    const early = start - 60_000;
    clock.time = early;
    const token = await issue();
    clock.time = start;
    const verdict = await tokens.verify(token);
    if (verdict.state !== 'valid') throw new Error('The token should be valid.');
    await elsewhere.revoke(verdict);
    clock.time = early;
    expect((await tokens.verify(token)).state).toBe('revoked');
  });

  test('what another process has revoked is refused within five seconds', async () => {
    const { clock, store, tokens, issue, own } = setUp();
    const elsewhere = bearerTokens({ verifiers: [own], keys, store, clock });
    const token = await issue();
    const verdict = await elsewhere.verify(token);
    expect((await tokens.verify(token)).state).toBe('valid');
    if (verdict.state !== 'valid') throw new Error('The token should be valid.');
    await elsewhere.revoke(verdict);
    clock.time += 4_999;
    expect((await tokens.verify(token)).state).toBe('valid');
    clock.time += 1;
    expect((await tokens.verify(token)).state).toBe('revoked');
  });

  test('a store that is down is an error, and never a yes', async () => {
    const { store, tokens, issue } = setUp();
    const token = await issue();
    await store.close();
    await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  test('a token whose claims are changed has no share in what was remembered of it', async () => {
    const { tokens, issue } = setUp();
    const token = await issue();
    await tokens.verify(token);
    const [header, , signature] = token.split('.');
    const richer = encode({ ...goodClaims(seconds), permissions: ['admin_access'] });
    expect((await tokens.verify(`${header}.${richer}.${signature}`)).state).toBe('invalid');
  });
});
