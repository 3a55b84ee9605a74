import { permissions, type RouteName, rolePermissions, routes } from '@titans/core/contract';
import { describe, expect, test } from 'vitest';
import { type Caller, keys, requestTo, start } from './testing/service.js';

/** What the table of routes and the table of roles say, and nothing else. */
function expectedStatus(name: RouteName, caller: Caller): number {
  const { access } = routes[name];
  if (access === 'public') return 200;
  if (caller === 'anonymous') return 401;
  if (access === 'authenticated') return 200;
  const granted: readonly string[] = rolePermissions[caller];
  return granted.includes(access) ? 200 : 403;
}

describe('permissions', () => {
  const callers: readonly Caller[] = ['anonymous', 'viewer', 'analyst', 'editor', 'admin'];
  const names = Object.keys(routes) as RouteName[];

  test.each(
    names.flatMap((name) => callers.map((caller) => [caller, name, expectedStatus(name, caller)] as const)),
  )('%s asking for %s gets %i', async (caller, name, status) => {
    const titans = await start();
    expect((await titans.fetch(requestTo(name, caller))).status).toBe(status);
  });

  test.each(names.filter((name) => routes[name].access !== 'public'))(
    'a key of exactly the permission of %s may ask it, and one of all the others may not',
    async (name) => {
      const needed = routes[name].access;
      const others = permissions.filter(
        (permission) => permission !== needed && permission !== 'admin_access',
      );
      const titans = await start({
        auth: {
          apiKeys: [
            {
              id: 'exact',
              secret: keys.admin,
              permissions: permissions.filter((permission) => permission === needed),
            },
            { id: 'others', secret: keys.viewer, permissions: others },
          ],
          jwt: { secret: 'a-secret-of-forty-bytes-for-these-tests!' },
        },
      });
      expect((await titans.fetch(requestTo(name, 'admin'))).status).toBe(200);
      const isOpenToAll = needed === 'authenticated';
      expect((await titans.fetch(requestTo(name, 'viewer'))).status).toBe(isOpenToAll ? 200 : 403);
    },
  );

  test('a token carries the permissions of its key, and no more', async () => {
    const titans = await start();
    const issued = await titans.fetch(requestTo('authToken', 'viewer'));
    const { access_token } = (await issued.json()) as { access_token: string };
    const request = requestTo('predictCategory', 'anonymous');
    request.headers.set('authorization', `Bearer ${access_token}`);
    expect((await titans.fetch(request)).status).toBe(403);
  });

  test('a token uses the quota of its key', async () => {
    const titans = await start({ limits: { perMinute: 3 } });
    const issued = await titans.fetch(requestTo('authToken', 'analyst'));
    const { access_token } = (await issued.json()) as { access_token: string };
    const request = requestTo('predictCategory', 'anonymous');
    request.headers.set('authorization', `Bearer ${access_token}`);
    expect((await titans.fetch(request)).headers.get('x-ratelimit-remaining-minute')).toBe('1');
  });
});
