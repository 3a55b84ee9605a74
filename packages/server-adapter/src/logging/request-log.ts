import type { Observer } from '../passage.js';
import type { Logger } from './logger.js';

/** Longer than any that HTTP defines. */
const maxMethodLength = 20;

/** Writes one line for each request: what was asked, by which credential, and how it ended; nothing of what was sent. */
export function requestLog(logger: Logger): Observer {
  return ({ request, requestId, route, principal, problemCode }, { status, seconds }) => {
    if (logger.isLevelEnabled?.('info') === false) return;
    logger.info(
      {
        requestId,
        method: request.method.slice(0, maxMethodLength),
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
