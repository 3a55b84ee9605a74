/**
 * The checks that every host adapter and every rate limiter must pass.
 *
 * @module
 */
export { type HttpConformanceOptions, httpConformance } from './http-conformance.js';
export type { HostBody, HttpMount, MountedHost, MountSetup } from './mount.js';
export {
  type CreateRateLimiter,
  type RateLimiterConformanceOptions,
  rateLimiterConformance,
} from './rate-limiter.js';
