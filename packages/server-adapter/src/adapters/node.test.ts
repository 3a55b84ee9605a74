import { describe, test } from 'vitest';
import { httpConformance } from '../conformance/index.js';
import { mountNode } from '../testing/hosts.js';

describe('node', () => {
  for (const { name, run } of httpConformance(mountNode)) test(name, run);
});
