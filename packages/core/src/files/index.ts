/**
 * Artifacts and files on a disk, for Node.
 *
 * @module
 */
export { directoryArtifactStore } from './directory-artifact-store.js';
export { makeDirectory } from './make-directory.js';
export { createFileAtomic, syncDirectory, writeFileAtomic } from './write-file-atomic.js';
