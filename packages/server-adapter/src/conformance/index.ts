/**
 * The checks that every host adapter must pass.
 *
 * @module
 */
export { type HttpConformanceOptions, httpConformance } from './http-conformance.js';
export type { HostBody, HttpMount, MountedHost, MountSetup } from './mount.js';
