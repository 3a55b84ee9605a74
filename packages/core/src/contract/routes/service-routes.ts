import { eventsQuerySchema, serviceEventSchema } from '../events.js';
import { healthResponseSchema, serviceInfoSchema } from '../service.js';
import type { RouteContract } from './route-contract.js';

/** Names of these routes. */
export type ServiceRouteName =
  | 'root'
  | 'health'
  | 'healthLive'
  | 'healthReady'
  | 'healthStartup'
  | 'openapi'
  | 'docs'
  | 'metrics'
  | 'events';

/** The service itself, and what happens in it. */
export const serviceRoutes: { readonly [Name in ServiceRouteName]: RouteContract } = {
  root: {
    method: 'GET',
    path: '/',
    summary: 'What this service is and where its routes are.',
    tag: 'service',
    access: 'public',
    cost: 0,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    response: serviceInfoSchema,
  },
  health: {
    method: 'GET',
    path: '/health',
    summary: 'State of the service and of everything it depends on.',
    tag: 'service',
    access: 'public',
    cost: 0,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    response: healthResponseSchema,
  },
  healthLive: {
    method: 'GET',
    path: '/health/live',
    summary: 'Whether the process answers; independent of its dependencies.',
    tag: 'service',
    access: 'public',
    cost: 0,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    response: healthResponseSchema,
  },
  healthReady: {
    method: 'GET',
    path: '/health/ready',
    summary: 'Whether the service takes traffic; 503 names what is missing.',
    tag: 'service',
    access: 'public',
    cost: 0,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    response: healthResponseSchema,
  },
  healthStartup: {
    method: 'GET',
    path: '/health/startup',
    summary: 'Whether the service has finished starting.',
    tag: 'service',
    access: 'public',
    cost: 0,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    response: healthResponseSchema,
  },
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This contract as an OpenAPI 3.1 document.',
    tag: 'service',
    access: 'public',
    cost: 0,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    response: 'application/json',
  },
  docs: {
    method: 'GET',
    path: '/docs',
    summary: 'This contract as a page to read.',
    tag: 'service',
    access: 'public',
    cost: 0,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    response: 'text/html',
  },
  metrics: {
    method: 'GET',
    path: '/metrics',
    summary: 'Metrics in the Prometheus text format.',
    tag: 'service',
    access: 'admin_access',
    cost: 0,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    response: 'text/plain',
  },
  events: {
    method: 'GET',
    path: '/events',
    summary: 'What happens in the service, as server-sent events.',
    tag: 'events',
    access: 'read_transactions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    query: eventsQuerySchema,
    response: 'text/event-stream',
    lines: { response: serviceEventSchema },
  },
};
