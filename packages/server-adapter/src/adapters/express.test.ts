import { describe, test } from 'vitest';
import { httpConformance } from '../conformance/index.js';
import { mountExpress4, mountExpress5 } from '../testing/express-hosts.js';

describe.each([
  ['express 5', mountExpress5],
  ['express 4', mountExpress4],
])('%s', (_version, mount) => {
  for (const { name, run } of httpConformance(mount)) test(name, run);
});
