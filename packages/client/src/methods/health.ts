import type { HealthResponse } from '@titans/core/contract';
import { healthAnswer } from '../answers/service.js';
import type { CallOptions } from '../call-options.js';
import type { Caller } from '../caller.js';
import type { Endpoint } from '../endpoint.js';
import * as endpoints from '../endpoints.js';

/**
 * State of the service. These calls are never repeated by themselves: what fails now is the state of now. A service
 * that is not ready or is stopping is an error with status 503 and the code `NOT_READY` or `SHUTTING_DOWN`.
 */
export interface HealthMethods {
  /** State of the service and of everything it depends on. */
  (options?: CallOptions): Promise<HealthResponse>;
  /** Whether the process answers. */
  live(options?: CallOptions): Promise<HealthResponse>;
  /** Whether the service takes traffic. */
  ready(options?: CallOptions): Promise<HealthResponse>;
  /** Whether the service has finished starting. */
  startup(options?: CallOptions): Promise<HealthResponse>;
}

export function healthMethods({ ask }: Caller): HealthMethods {
  const of =
    (endpoint: Endpoint) =>
    (options?: CallOptions): Promise<HealthResponse> =>
      ask(endpoint, healthAnswer, {}, options);
  return Object.freeze(
    Object.assign(of(endpoints.health), {
      live: of(endpoints.healthLive),
      ready: of(endpoints.healthReady),
      startup: of(endpoints.healthStartup),
    }),
  );
}
