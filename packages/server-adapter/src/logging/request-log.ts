import type { Observer } from '../passage.js';
import type { Logger } from './logger.js';

/** Writes one line for each request. */
export function requestLog(logger: Logger): Observer {
  return ({ request, requestId, route, principal, problemCode }, { status, seconds }) => {
    logger.info(
      {
        requestId,
        method: request.method,
        route: route?.name ?? null,
        status,
        code: problemCode,
        seconds,
        tenant: principal?.tenant ?? null,
        credential: principal?.id ?? null,
        clientAddress: request.clientAddress ?? null,
      },
      'request',
    );
  };
}
