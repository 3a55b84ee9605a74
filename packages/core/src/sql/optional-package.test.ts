import { expect, test } from 'vitest';
import { optionalPackage } from './optional-package.js';

test('a package that is not installed is told with the command that installs it', async () => {
  // A name in a variable, as the compiler would look for the package otherwise.
  const absent = '@titans/absent-driver';
  await expect(
    optionalPackage(() => import(absent), ['absent-driver', 'absent-streams']),
  ).rejects.toMatchObject({
    code: 'DEPENDENCY_MISSING',
    message: 'An optional package is not installed. Run: npm install absent-driver absent-streams',
    details: { packages: ['absent-driver', 'absent-streams'] },
  });
});

test('a package that is there is given, and an error inside it is passed on', async () => {
  expect(await optionalPackage(() => import('node:path'), ['x'])).toHaveProperty('join');
  const failure = new TypeError('inside the package');
  await expect(optionalPackage(() => Promise.reject(failure), ['x'])).rejects.toBe(failure);
});
