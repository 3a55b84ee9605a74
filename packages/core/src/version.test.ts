import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sdkVersion } from './version.js';

test('the version in the code is the one of the package', () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(sdkVersion).toBe(manifest.version);
});
