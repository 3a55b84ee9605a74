import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type OAuthSettings, readOAuth } from './oauth-settings.js';
import { oauthTokens } from './oauth-tokens.js';
import { goodOAuthClaims } from './testing/forged-tokens.js';
import { signedByKey } from './testing/token-target.js';
import type { TokenVerdict } from './token-claims.js';

const start = 1_750_000_000_000;
const seconds = start / 1_000;
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = (key: KeyObject, kid: string): Record<string, unknown> => ({
  ...key.export({ format: 'jwk' }),
  kid,
  alg: 'ES256',
});
const base = { issuer: 'https://issuer.example', audience: 'https://titans.example' };
const settings: OAuthSettings = { ...base, jwks: { keys: [jwk(pair.publicKey, 'one')] } };
const header = { alg: 'ES256', kid: 'one', typ: 'at+jwt' };

function verify(
  claims: object,
  change: Partial<OAuthSettings> = {},
  head: object = header,
): Promise<TokenVerdict> {
  const token = signedByKey(head, { ...goodOAuthClaims(seconds), ...claims }, pair.privateKey);
  return oauthTokens(readOAuth({ ...settings, ...change }), { now: () => start }).verify(token);
}

describe('what a token may do', () => {
  test('scopes named after permissions permit them, and others nothing', async () => {
    expect(await verify({})).toMatchObject({
      state: 'valid',
      expiresAt: start + 3_600_000,
      keyId: null,
      principal: {
        id: 'oauth:user-1',
        kind: 'access-token',
        tenant: 'default',
        permissions: new Set(['create_predictions']),
      },
    });
    expect(await verify({ scope: 'openid constructor __proto__ root' })).toMatchObject({
      principal: { permissions: new Set() },
    });
    for (const scope of [undefined, null, 5, { admin_access: true }, [['admin_access']]]) {
      expect(await verify({ scope })).toMatchObject({ principal: { permissions: new Set() } });
    }
  });

  test('scopes are mapped, from a list at any path', async () => {
    const scopes = { reader: ['read_transactions'], ops: ['manage_models', 'read_transactions'] } as const;
    const scopeClaim = ['realm_access', 'roles'];
    const verdict = await verify(
      { realm_access: { roles: ['ops', 'reader', 'admin_access', 7] } },
      { scopes, scopeClaim },
    );
    expect(verdict).toMatchObject({
      principal: { permissions: new Set(['manage_models', 'read_transactions']) },
    });
    expect(
      await verify({ 'https://a.b/scope': 'reader' }, { scopes, scopeClaim: 'https://a.b/scope' }),
    ).toMatchObject({
      principal: { permissions: new Set(['read_transactions']) },
    });
  });

  test('the tenant comes from the claim that is asked for, and a token without one is refused', async () => {
    const tenantClaim = 'org';
    expect(await verify({ org: 'acme' }, { tenantClaim })).toMatchObject({ principal: { tenant: 'acme' } });
    expect(await verify({ tenant: 'acme' })).toMatchObject({ principal: { tenant: 'default' } });
    for (const org of [undefined, '', '../acme', ['acme'], 'x'.repeat(101)]) {
      await expect(verify({ org }, { tenantClaim })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });

  test('another type of token is refused where one is asked for', async () => {
    const tokenType = 'at+jwt';
    expect((await verify({}, { tokenType })).state).toBe('valid');
    expect((await verify({}, { tokenType }, { ...header, typ: 'JWT' })).state).toBe('invalid');
    expect((await verify({}, { algorithms: ['RS256'] })).state).toBe('invalid');
  });

  test('two signatures of the same claims are one token to whoever revokes it', async () => {
    const claims = goodOAuthClaims(seconds);
    const one = signedByKey(header, claims, pair.privateKey);
    const two = signedByKey(header, claims, pair.privateKey);
    expect(one).not.toBe(two);
    const tokens = oauthTokens(readOAuth(settings), { now: () => start });
    const ids = await Promise.all([one, two].map((token) => tokens.verify(token)));
    expect(ids[0]).toEqual(ids[1]);
  });
});

describe('settings', () => {
  test.each<[string, OAuthSettings]>([
    ['no keys', base],
    ['keys twice', { ...settings, jwksUri: 'https://issuer.example/jwks' }],
    ['keys over a line that anyone can change', { ...base, jwksUri: 'http://issuer.example/jwks' }],
    ['no address', { ...base, jwksUri: 'jwks.json' }],
    ['a private key', { ...base, jwks: { keys: [jwk(pair.privateKey, 'one')] } }],
    ['a secret', { ...base, jwks: { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] } }],
  ])('%s is refused', (_, wrong) => {
    expect(() => readOAuth(wrong)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});

describe('an issuer on the network', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function issuer() {
    const state = { keys: [jwk(pair.publicKey, 'one')], status: 200, asked: 0, isSilent: false };
    server = createServer((_request, response) => {
      state.asked++;
      if (state.isSilent) return;
      response.writeHead(state.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ keys: state.keys }));
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const clock = { time: start, now: () => clock.time };
    const tokens = oauthTokens(readOAuth({ ...base, jwksUri: `http://127.0.0.1:${port}/jwks` }), clock);
    const claims = { ...goodOAuthClaims(seconds), exp: seconds + 80_000 };
    const ask = (kid: string, key = pair.privateKey): Promise<string> =>
      tokens.verify(signedByKey({ alg: 'ES256', kid }, claims, key)).then(
        ({ state: verdict }) => verdict,
        (error: { code: string }) => error.code,
      );
    return { state, ask, clock };
  }

  test('is asked once for many tokens, and not again for every made-up name of a key', async () => {
    const { state, ask } = await issuer();
    expect(await Promise.all(Array.from({ length: 20 }, () => ask('one')))).toEqual(Array(20).fill('valid'));
    for (let index = 0; index < 20; index++) expect(await ask(`made-up-${index}`)).toBe('invalid');
    expect(await ask('one', other.privateKey)).toBe('invalid');
    expect(state.asked).toBe(1);
  });

  test('that fails makes a token neither right nor wrong', async () => {
    const { state, ask, clock } = await issuer();
    for (const status of [500, 404, 302]) {
      state.status = status;
      expect(await ask('one')).toBe('ISSUER_UNAVAILABLE');
      clock.time += 5_000;
    }
    state.status = 200;
    expect(await ask('one')).toBe('valid');
  });

  test('that fails is left alone for five seconds', async () => {
    const { state, ask, clock } = await issuer();
    state.status = 503;
    for (let round = 0; round < 10; round++) expect(await ask('one')).toBe('ISSUER_UNAVAILABLE');
    expect(state.asked).toBe(1);
    clock.time += 5_000;
    await ask('one');
    expect(state.asked).toBe(2);
  });

  test('that sends no set of keys, or nobody who listens, is as one that fails', async () => {
    const { state, ask } = await issuer();
    state.keys = [];
    expect(await ask('one')).toBe('invalid');
    server?.closeAllConnections();
    await new Promise<void>((resolve) => server?.close(() => resolve()));
    const gone = await issuer();
    server?.closeAllConnections();
    await new Promise<void>((resolve) => server?.close(() => resolve()));
    expect(await gone.ask('one')).toBe('ISSUER_UNAVAILABLE');
  });

  test('that fails later: its last keys serve for an hour, and other names are neither right nor wrong', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: start });
    try {
      const { state, ask, clock } = await issuer();
      const wait = (minutes: number): void => {
        clock.time += minutes * 60_000;
        vi.setSystemTime(clock.time);
      };
      expect(await ask('one')).toBe('valid');
      state.status = 500;
      wait(1);
      expect([await ask('one'), await ask('two')]).toEqual(['valid', 'ISSUER_UNAVAILABLE']);
      wait(20);
      expect([await ask('one'), await ask('two')]).toEqual(['valid', 'ISSUER_UNAVAILABLE']);
      wait(38);
      expect(await ask('one')).toBe('valid');
      wait(2);
      expect(await ask('one')).toBe('ISSUER_UNAVAILABLE');
      state.status = 200;
      state.keys = [jwk(other.publicKey, 'two')];
      wait(1);
      expect([await ask('two', other.privateKey), await ask('one')]).toEqual(['valid', 'invalid']);
    } finally {
      vi.useRealTimers();
    }
  });

  test('that says nothing is waited for two seconds', async () => {
    const { state, ask } = await issuer();
    state.isSilent = true;
    const begun = performance.now();
    expect(await ask('one')).toBe('ISSUER_UNAVAILABLE');
    const waited = performance.now() - begun;
    expect(waited).toBeGreaterThan(1_900);
    expect(waited).toBeLessThan(10_000);
  });
});
