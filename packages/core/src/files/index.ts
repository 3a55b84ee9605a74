/**
 * Artifacts and files on a disk, for Node.
 *
 * @module
 */
export { directoryArtifactStore } from './directory-artifact-store.js';
export { writeFileAtomic } from './write-file-atomic.js';
