import { describe, test } from 'vitest';
import { artifactStoreConformance } from '../conformance/index.js';
import { memoryArtifactStore } from './memory-artifact-store.js';

describe('conforms', () => {
  test.each([...artifactStoreConformance(() => memoryArtifactStore())])('$name', (check) => check.run());
});
