import { fromEpochDay, type Queue, TitansError } from '@titans/core';
import type { ModelHost } from '../model-host/model-host.js';
import type { Tenant } from '../tenants/tenant.js';
import { defaultTenantId } from '../tenants/tenant-settings.js';
import type { Dependency } from './health.js';

/**
 * What the tenants of a service depend on: models, the database of a warehouse, and other sources. A tenant beside the
 * default one that lacks something degrades the service, since all others can still be served.
 */
export function dependenciesOf(tenants: readonly Tenant[]): readonly Dependency[] {
  return tenants.flatMap(({ id, models, source, warehouse }): Dependency[] => {
    const isRequired = id === defaultTenantId;
    const dependencies: Dependency[] = [
      { name: 'models', isRequired, check: async () => requireModels(models) },
    ];
    // Without these models answer as they do; they are only not changed and not corrected.
    const { registry, feedback } = models;
    if (registry !== null) {
      dependencies.push({
        name: 'registry',
        isRequired: false,
        check: (signal) => registry.registry.resolve(registry.name, 'champion', { signal }),
      });
    }
    if (models.isFeedbackShared) {
      dependencies.push({
        name: 'corrections',
        isRequired: false,
        check: (signal) => feedback.events(id, { after: Number.MAX_SAFE_INTEGER, limit: 1, signal }),
      });
    }
    const database = warehouse?.database;
    if (database !== undefined) {
      dependencies.push({ name: 'warehouse', isRequired, check: () => database.query('select 1') });
    }
    if (source !== null && source !== warehouse) {
      dependencies.push({
        name: 'source',
        isRequired,
        check: (signal) =>
          source.transactions({ accountId: probedAccount, from: firstDay, to: firstDay, signal }),
      });
    }
    return dependencies;
  });
}

function requireModels({ current }: ModelHost): void {
  if (current.suite.tasks.length > 0) return;
  throw new TitansError('TASK_NOT_TRAINED', 'The suite has no model.');
}

/** An account and a day that nobody has. */
const probedAccount = 'titans:health';
const firstDay = fromEpochDay(0);

/** A queue that remembers whether the last message could be sent. */
export interface WatchedQueue {
  readonly queue: Queue;
  /** Without the queue records are lost, not answers: the service is degraded, and takes traffic. */
  readonly dependency: Dependency;
}

/** Watches what is sent, since a queue cannot be asked without sending something. */
export function watchedQueue(queue: Queue): WatchedQueue {
  let failure: unknown;
  return {
    queue: {
      async send(topic, body, options) {
        try {
          await queue.send(topic, body, options);
          failure = undefined;
        } catch (error) {
          failure = error;
          throw error;
        }
      },
      consume: (topic, handler) => queue.consume(topic, handler),
      deadLetters: (topic) => queue.deadLetters(topic),
      close: () => queue.close(),
    },
    dependency: {
      name: 'queue',
      isRequired: false,
      async check() {
        if (failure !== undefined) throw failure;
      },
    },
  };
}
