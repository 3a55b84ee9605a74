/**
 * Artifacts in a bucket of Amazon S3 or of a service that speaks as it does.
 *
 * @module
 */
export { s3ArtifactStore } from './s3-artifact-store.js';
export type { S3Options } from './s3-request.js';
export type { S3Credentials } from './sign-request.js';
