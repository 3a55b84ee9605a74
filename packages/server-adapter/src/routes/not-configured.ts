import { requestError } from '../http/problem.js';
/** Answers a route whose means this service was not given. */
export function notConfigured(what: string): () => Promise<never> {
  return async () => {
    throw requestError('ROUTE_NOT_FOUND', `${what} are not configured here.`);
  };
}
