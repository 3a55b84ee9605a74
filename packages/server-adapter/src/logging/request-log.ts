import type { Observer } from '../passage.js';
import type { Logger } from './logger.js';

/** Longer than any that HTTP defines. */
const maxMethodLength = 20;

/**
 * Writes one line for each request: what was asked, by which credential, and how it ended; nothing of what was sent. Probes
 * that found everything well are told at the level `debug`: they come every few seconds and say nothing new.
 */
export function requestLog(logger: Logger): Observer {
  return ({ request, requestId, route, principal, problemCode }, { status, seconds }) => {
    const isProbe = route?.contract.path.startsWith('/health') === true && status < 400;
    const level = isProbe ? 'debug' : 'info';
    if (logger.isLevelEnabled?.(level) === false) return;
    logger[level](
      {
        requestId,
        method: request.method.slice(0, maxMethodLength),
        route: route?.name ?? null,
        status,
        code: problemCode,
        // To the microsecond: more digits say nothing, and are most of the work of writing a number.
        seconds: Math.round(seconds * 1e6) / 1e6,
        tenant: principal?.tenant ?? null,
        credential: principal?.id ?? null,
        clientAddress: request.clientAddress ?? null,
      },
      'request',
    );
  };
}
