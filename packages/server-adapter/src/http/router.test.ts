import { type RouteContract, routes } from '@titans/core/contract';
import { expect, test } from 'vitest';
import { createRouter } from './router.js';

const all = Object.entries(routes).map(([name, contract]) => ({ name, contract, handle: name }));
const internal = expect.objectContaining({ code: 'INTERNAL' });

test('every route of the contract is found by its method and path, GET also by HEAD', () => {
  const router = createRouter(all);
  for (const [name, { method, path }] of Object.entries(routes)) {
    const filled = path.replaceAll(/\{\w+\}/g, 'a%20b');
    expect(router.match(method, filled).name).toBe(name);
    if (method === 'GET') expect(router.match('HEAD', filled).name).toBe(name);
    expect(() => router.match('PATCH', filled)).toThrow(
      expect.objectContaining({ code: 'METHOD_NOT_ALLOWED' }),
    );
  }
  for (const path of ['/constructor', '/jobs/', '/jobs/%E0%A4%A', '/jobs/a/b']) {
    expect(() => router.match('GET', path)).toThrow(expect.objectContaining({ code: 'ROUTE_NOT_FOUND' }));
  }
});

test('parameters are decoded, and a path that is written out comes first', () => {
  const router = createRouter(all);
  expect(router.match('GET', '/jobs/a%2Fb%20c').params).toEqual({ job_id: 'a/b c' });
  expect(router.match('GET', '/models/versions').name).toBe('modelVersions');
  expect(router.match('GET', '/models/category')).toMatchObject({
    name: 'modelInfo',
    params: { task: 'category' },
  });
});

test('a route without a rule, or declared twice, does not start', () => {
  const [first] = all;
  expect(() => createRouter([...all, { name: 'again', contract: routes.root, handle: '' }])).toThrow(
    internal,
  );
  const { access: _rule, ...withoutRule } = routes.metrics;
  expect(() =>
    createRouter([{ ...first, name: 'open', handle: '', contract: withoutRule as RouteContract }]),
  ).toThrow(internal);
});
