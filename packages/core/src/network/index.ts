/**
 * Requests to addresses that others may have chosen, for Node: to the public Internet alone unless told.
 *
 * @module
 */
export {
  type AddressPolicy,
  isPublicAddress,
  type ResolvedAddress,
  type ResolveHost,
} from './address-guard.js';
export { type GuardedFetch, type GuardedFetchOptions, guardedFetch } from './guarded-fetch.js';
