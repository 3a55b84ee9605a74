import type { ExperimentResponse, ExperimentsResponse } from '@titans/core/contract';
import type { AskRoute } from '../session/connection.js';

/** Experiments of the service, for whose routes the client has no methods. */
export interface Experiments {
  /** Newest first. */
  list(signal: AbortSignal): Promise<readonly ExperimentResponse[]>;
  /** Lets the champion answer everyone again. */
  stop(id: string, reason: string): Promise<ExperimentResponse>;
}

export function experiments(ask: AskRoute): Experiments {
  return {
    async list(signal) {
      const { experiments: all } = await ask<ExperimentsResponse>('GET', 'experiments', { signal });
      return all;
    },
    stop: (id, reason) =>
      ask<ExperimentResponse>('POST', `experiments/${encodeURIComponent(id)}/stop`, { body: { reason } }),
  };
}
