import { describe, test } from 'vitest';
import { httpConformance } from '../conformance/index.js';
import { mountFastify } from '../testing/hosts.js';

describe('fastify', () => {
  for (const { name, run } of httpConformance(mountFastify)) test(name, run);
});
