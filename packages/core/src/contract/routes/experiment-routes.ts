import {
  concludeExperimentRequestSchema,
  experimentPathSchema,
  experimentResponseSchema,
  experimentsResponseSchema,
  startExperimentRequestSchema,
  stopExperimentRequestSchema,
} from '../experiments.js';
import type { RouteContract } from './route-contract.js';

/** Names of these routes. */
export type ExperimentRouteName =
  | 'experimentsList'
  | 'experimentStatus'
  | 'experimentStart'
  | 'experimentStop'
  | 'experimentConclude';

/** Experiments with what answers. */
export const experimentRoutes: { readonly [Name in ExperimentRouteName]: RouteContract } = {
  experimentsList: {
    method: 'GET',
    path: '/experiments',
    summary: 'Experiments with what answers, newest first.',
    tag: 'experiments',
    access: 'manage_models',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    response: experimentsResponseSchema,
  },
  experimentStatus: {
    method: 'GET',
    path: '/experiments/{experiment_id}',
    summary: 'How an experiment stands; looking changes nothing of what may be concluded.',
    tag: 'experiments',
    access: 'manage_models',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    params: experimentPathSchema,
    response: experimentResponseSchema,
  },
  experimentStart: {
    method: 'POST',
    path: '/experiments',
    summary: 'Lets a version answer beside the champion, to compare them.',
    tag: 'experiments',
    access: 'manage_models',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'key',
    isCacheable: false,
    body: startExperimentRequestSchema,
    status: 201,
    response: experimentResponseSchema,
  },
  experimentStop: {
    method: 'POST',
    path: '/experiments/{experiment_id}/stop',
    summary: 'Lets the champion answer everyone again.',
    tag: 'experiments',
    access: 'manage_models',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'key',
    isCacheable: false,
    params: experimentPathSchema,
    body: stopExperimentRequestSchema,
    response: experimentResponseSchema,
  },
  experimentConclude: {
    method: 'POST',
    path: '/experiments/{experiment_id}/conclude',
    summary: 'Decides an experiment: a challenger that has won becomes the champion.',
    tag: 'experiments',
    access: 'manage_models',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'key',
    isCacheable: false,
    params: experimentPathSchema,
    body: concludeExperimentRequestSchema,
    response: experimentResponseSchema,
  },
};
