import { describe, test } from 'vitest';
import { httpConformance } from '../conformance/index.js';
import { mountHono } from '../testing/hosts.js';

describe('hono', () => {
  for (const { name, run } of httpConformance(mountHono)) test(name, run);
});
