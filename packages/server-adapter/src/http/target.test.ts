import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mountPointOf, normaliseBasePath, splitTarget } from './target.js';

test.each([
  [
    '/titans/predict/category?x=1&y=/',
    '/titans',
    { path: '/titans/predict/category', route: '/predict/category', query: 'x=1&y=/' },
  ],
  ['/titans', '/titans', { path: '/titans', route: '/', query: '' }],
  ['/titans?', '/titans', { path: '/titans', route: '/', query: '' }],
  ['/titans/', '/titans', { path: '/titans/', route: '/', query: '' }],
  ['/titansmore/health', '/titans', { path: '/titansmore/health', route: '', query: '' }],
  ['/other/health', '/titans', { path: '/other/health', route: '', query: '' }],
  ['/health#x?y', '', { path: '/health', route: '/health', query: '' }],
  ['http://host:80/titans/health?a', '/titans', { path: '/titans/health', route: '/health', query: 'a' }],
  ['*', '', { path: '*', route: '', query: '' }],
  ['', '', { path: '', route: '/', query: '' }],
])('splits %s below %s', (target, basePath, parts) => {
  expect(splitTarget(target, basePath)).toEqual(parts);
});

test('no target makes it fail', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.constantFrom('', '/titans'),
      (target, base) => void splitTarget(target, base),
    ),
  );
});

test.each([
  [undefined, ''],
  ['', ''],
  ['/', ''],
  ['titans', '/titans'],
  ['/titans/', '/titans'],
  ['/a/b//', '/a/b'],
])('a mount point %s is compared as "%s"', (given, normal) => {
  expect(normaliseBasePath(given)).toBe(normal);
});

test.each([
  ['/titans/health', '/titans/*', '/titans'],
  ['/acme/titans/health', '/:tenant/titans/*', '/acme/titans'],
  ['/acme/titans/health', '/:tenant/titans', '/acme/titans'],
  ['/acme/titans/health', '/:tenant/titans/', '/acme/titans'],
  ['/titans?x=/y', '/titans', '/titans'],
  ['http://host:80/titans/health', '/titans', '/titans'],
  ['/health', '/*', ''],
  ['/health', '', ''],
])('of %s, the pattern %s stands for "%s"', (path, pattern, mountPoint) => {
  expect(mountPointOf(path, pattern)).toBe(mountPoint);
});
