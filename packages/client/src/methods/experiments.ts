import type {
  ConcludeExperimentRequest,
  ExperimentResponse,
  ExperimentsResponse,
  StartExperimentRequest,
  StopExperimentRequest,
} from '@titans/core/contract';
import { experimentAnswer, experimentsAnswer } from '../answers/experiments.js';
import type { CallOptions } from '../call-options.js';
import type { Caller } from '../caller.js';
import type { Endpoint } from '../endpoint.js';
import * as endpoints from '../endpoints.js';

/** Experiments with what answers: another version of the models beside the one that does. */
export interface ExperimentMethods {
  /** All of them, newest first. */
  list(options?: CallOptions): Promise<ExperimentsResponse>;
  /** How one stands; looking changes nothing of what may be concluded. */
  status(experimentId: string, options?: CallOptions): Promise<ExperimentResponse>;
  /** Lets a version answer beside the champion, to compare them. */
  start(request: StartExperimentRequest, options?: CallOptions): Promise<ExperimentResponse>;
  /** Lets the champion answer everyone again. */
  stop(
    experimentId: string,
    request: StopExperimentRequest,
    options?: CallOptions,
  ): Promise<ExperimentResponse>;
  /** Decides one: a challenger that has won becomes the champion. */
  conclude(
    experimentId: string,
    request: ConcludeExperimentRequest,
    options?: CallOptions,
  ): Promise<ExperimentResponse>;
}

export function experimentMethods({ ask }: Caller): ExperimentMethods {
  const of =
    <Request>(endpoint: Endpoint) =>
    (experimentId: string, json: Request, options?: CallOptions): Promise<ExperimentResponse> =>
      ask(endpoint, experimentAnswer, { params: { experiment_id: experimentId }, json }, options);
  const status = of<undefined>(endpoints.experimentStatus);
  return Object.freeze({
    list: (options?: CallOptions) => ask(endpoints.experimentsList, experimentsAnswer, {}, options),
    status: (experimentId: string, options?: CallOptions) => status(experimentId, undefined, options),
    start: (request: StartExperimentRequest, options?: CallOptions) =>
      ask(endpoints.experimentStart, experimentAnswer, { json: request }, options),
    stop: of<StopExperimentRequest>(endpoints.experimentStop),
    conclude: of<ConcludeExperimentRequest>(endpoints.experimentConclude),
  });
}
