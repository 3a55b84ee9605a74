import { type RouteContract, routes } from '@titans/core/contract';
import { expect, test } from 'vitest';
import { createRouter } from './router.js';

const handlers = Object.fromEntries(Object.keys(routes).map((name) => [name, () => undefined]));
const internal = expect.objectContaining({ code: 'INTERNAL' });

test('every route of the contract is found by its method and path, GET also by HEAD', () => {
  const router = createRouter(routes, handlers);
  for (const [name, { method, path }] of Object.entries(routes)) {
    expect(router.match(method, path).name).toBe(name);
    if (method === 'GET') expect(router.match('HEAD', path).name).toBe(name);
    const other = method === 'GET' ? 'POST' : 'GET';
    expect(() => router.match(other, path)).toThrow(expect.objectContaining({ code: 'METHOD_NOT_ALLOWED' }));
  }
  expect(() => router.match('GET', '/constructor')).toThrow(
    expect.objectContaining({ code: 'ROUTE_NOT_FOUND' }),
  );
});

test('routes and handlers that do not belong together do not start', () => {
  const { root: _dropped, ...tooFew } = handlers;
  expect(() => createRouter(routes, tooFew)).toThrow(internal);
  expect(() => createRouter(routes, { ...handlers, extra: () => undefined })).toThrow(internal);
  expect(() =>
    createRouter({ ...routes, again: routes.root }, { ...handlers, again: () => undefined }),
  ).toThrow(internal);
  const { access: _rule, ...withoutRule } = routes.metrics;
  expect(() => createRouter({ ...routes, metrics: withoutRule as RouteContract }, handlers)).toThrow(
    internal,
  );
});
