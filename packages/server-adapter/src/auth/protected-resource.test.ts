import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { afterEach, describe, expect, test } from 'vitest';
import { toExpress } from '../adapters/express.js';
import { toFastify } from '../adapters/fastify.js';
import { toHono } from '../adapters/hono.js';
import { toNode } from '../adapters/node.js';
import { start } from '../testing/service.js';
import { type OAuthSettings, readOAuth } from './oauth-settings.js';
import { protectedResource } from './protected-resource.js';
import { signedByKey } from './testing/token-target.js';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const settings: OAuthSettings = {
  issuer: 'https://as.example.com',
  audience: 'https://resource.example.com',
  jwks: { keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'ES256' }] },
  scopes: {
    everything: ['admin_access'],
    'titans.work': ['read_transactions', 'create_predictions'],
    'titans.read': ['read_transactions'],
    'no "scope"': ['read_transactions'],
  },
};
const withoutScopes: OAuthSettings = { ...settings, scopes: undefined };

const close: (() => void)[] = [];
afterEach(() => {
  for (const end of close.splice(0)) end();
});

/** The parameters of a challenge (RFC 9110, 11.2), and that it is one of Bearer. */
function parametersOf(response: Response): Readonly<Record<string, string>> {
  const text = response.headers.get('www-authenticate') ?? '';
  expect(text).toMatch(/^Bearer (\w+="[^"\\]*")(, \w+="[^"\\]*")*$/);
  return Object.fromEntries([...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}

describe('the address of the metadata', () => {
  test.each([
    // RFC 9728, 3.1.
    ['https://resource.example.com', 'https://resource.example.com/.well-known/oauth-protected-resource'],
    [
      'https://resource.example.com/resource1',
      'https://resource.example.com/.well-known/oauth-protected-resource/resource1',
    ],
    // 3: a slash that ends the host is taken away before.
    ['https://resource.example.com/', 'https://resource.example.com/.well-known/oauth-protected-resource'],
    [
      'https://resource.example.com/resource1/',
      'https://resource.example.com/.well-known/oauth-protected-resource/resource1/',
    ],
    ['http://localhost:8000/a/b', 'http://localhost:8000/.well-known/oauth-protected-resource/a/b'],
  ])('of %s is %s', (resource, address) => {
    expect(protectedResource(readOAuth({ ...settings, resource }))?.metadataUrl).toBe(address);
  });

  test.each([
    'http://resource.example.com',
    'https://resource.example.com/#part',
    'https://resource.example.com/#',
    'https://resource.example.com/?tenant=1',
    'https://user:secret@resource.example.com',
    'resource.example.com',
    '/titans',
    'urn:titans',
  ])('cannot be made of %s', (resource) => {
    expect(() => readOAuth({ ...settings, resource })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', details: { field: 'auth.oauth.resource' } }),
    );
  });

  test('needs an issuer that clients can ask', () => {
    const resource = 'https://resource.example.com';
    for (const issuer of ['titans', 'http://as.example.com', 'https://as.example.com?x=1']) {
      expect(readOAuth({ ...settings, issuer }).resource).toBeNull();
      expect(() => readOAuth({ ...settings, issuer, resource })).toThrow(
        expect.objectContaining({ code: 'CONFIG_INVALID', details: { field: 'auth.oauth.issuer' } }),
      );
    }
  });
});

describe('a service with a resource', () => {
  const resource = 'https://resource.example.com/resource1';
  const address = 'https://resource.example.com/.well-known/oauth-protected-resource/resource1';

  test('answers with its metadata to everyone, wherever it is mounted', async () => {
    const titans = await start({ auth: { oauth: { ...settings, resource } }, cors: { origins: ['*'] } });
    for (const basePath of ['', '/resource1', '/.well-known']) {
      const answer = await titans.fetch(
        new Request(address, { headers: { origin: 'https://app.example' } }),
        {
          basePath,
        },
      );
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json\b/);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      // RFC 9728, 3.2 and 3.3.
      expect(await answer.json()).toEqual({
        resource,
        authorization_servers: ['https://as.example.com'],
        scopes_supported: ['everything', 'titans.work', 'titans.read'],
        bearer_methods_supported: ['header'],
      });
    }
    expect((await titans.fetch(new Request(address, { method: 'HEAD' }))).status).toBe(200);
    expect((await titans.fetch(new Request(address, { method: 'POST' }))).status).toBe(405);
    const other = 'https://resource.example.com/.well-known/oauth-protected-resource';
    expect((await titans.fetch(new Request(other))).status).toBe(404);
    await titans.close();
  });

  test('names it in refusals, with the scope that is missing', async () => {
    const titans = await start({
      auth: {
        oauth: { ...settings, resource },
        apiKeys: [{ id: 'weak', secret: 'a-key-without-any-permission', permissions: [] }],
      },
    });
    const ask = (path: string, authorization?: string): Promise<Response> =>
      titans.fetch(
        new Request(`https://resource.example.com/resource1${path}`, {
          headers: authorization === undefined ? {} : { authorization },
        }),
        { basePath: '/resource1' },
      );
    // RFC 6750, 3.1: no error where no token was shown, also since another scheme was tried.
    for (const without of [undefined, 'Basic YTpi', 'Bearers wrong-credential']) {
      const refused = await ask('/models', without);
      expect(refused.status).toBe(401);
      expect(parametersOf(refused)).toEqual({ realm: 'titans', resource_metadata: address });
    }
    for (const wrong of ['Bearer wrong-credential', 'bearer two words', 'Bearer']) {
      expect(parametersOf(await ask('/models', wrong))).toEqual({
        realm: 'titans',
        error: 'invalid_token',
        resource_metadata: address,
      });
    }
    const weak = await ask('/events', 'Bearer a-key-without-any-permission');
    expect(weak.status).toBe(403);
    const insufficient = { realm: 'titans', error: 'insufficient_scope', resource_metadata: address };
    expect(parametersOf(weak)).toEqual({ ...insufficient, scope: 'titans.read' });
    const metrics = await ask('/metrics', 'Bearer a-key-without-any-permission');
    expect(parametersOf(metrics)).toEqual({ ...insufficient, scope: 'everything' });
    await titans.close();
  });

  test('without one says no more than before', async () => {
    const titans = await start({ auth: { oauth: withoutScopes } });
    const answer = await titans.fetch(new Request('http://localhost/models'));
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="titans"');
    const metadata = 'http://localhost/.well-known/oauth-protected-resource';
    expect((await titans.fetch(new Request(metadata))).status).toBe(404);
    await titans.close();
  });
});

describe('a client that knows the address alone', () => {
  async function listening(server: Server): Promise<string> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    close.push(() => server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** As RFC 9728, 5 has it: asks, is refused, reads the metadata, and asks again with a token of what it names. */
  async function discover(resource: string): Promise<void> {
    const refused = await fetch(`${resource}/models`);
    expect(refused.status).toBe(401);
    const { resource_metadata: metadataUrl = '' } = parametersOf(refused);
    const metadata = (await (await fetch(metadataUrl)).json()) as {
      readonly resource: string;
      readonly authorization_servers: readonly string[];
      readonly scopes_supported: readonly string[];
    };
    expect(metadata.resource).toBe(resource);
    const seconds = Math.floor(Date.now() / 1_000);
    const token = signedByKey(
      { alg: 'ES256', kid: 'one' },
      {
        iss: metadata.authorization_servers[0],
        aud: settings.audience,
        sub: 'user-1',
        iat: seconds,
        exp: seconds + 60,
        scope: metadata.scopes_supported.join(' '),
      },
      pair.privateKey,
    );
    const answer = await fetch(`${resource}/models`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
  }

  test('finds its way below a path of Express, and of the other hosts', async () => {
    const app = express();
    const server = createServer(app);
    const origin = await listening(server);
    const resource = `${origin}/api/titans`;
    const titans = await start({
      auth: { oauth: { ...settings, resource } },
      cors: { origins: ['https://app.example'] },
    });
    app.use('/api/titans', toExpress(titans));
    app.all('/.well-known/oauth-protected-resource/api/titans', toExpress(titans));
    await discover(resource);
    // What a browser asks before it sends headers of its own.
    const preflight = await fetch(`${origin}/.well-known/oauth-protected-resource/api/titans`, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example', 'access-control-request-method': 'GET' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://app.example');
    const wellKnown = '/.well-known/oauth-protected-resource';
    const hono = new Hono().all('/api/titans/*', toHono(titans)).all(`${wellKnown}/*`, toHono(titans));
    expect(await (await hono.request(`${origin}${wellKnown}/api/titans`)).json()).toMatchObject({ resource });
    const other = fastify();
    await other.register(toFastify(titans), { prefix: '/api/titans' });
    await other.register(toFastify(titans), { prefix: wellKnown });
    expect((await other.inject(`${wellKnown}/api/titans`)).json()).toMatchObject({ resource });
    await other.close();
    const plain = await listening(createServer(toNode(titans, { basePath: '/api/titans' })));
    expect(await (await fetch(`${plain}${wellKnown}/api/titans`)).json()).toMatchObject({ resource });
    await titans.close();
  });
});
