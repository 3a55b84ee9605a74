import { randomUUID } from 'node:crypto';
import type { KeyValueStore } from '@titans/core';
import type { ServerPlugin } from '@titans/server-adapter';

/** Where the effects of a request are counted. */
export function effectCounter(name: string): string {
  return `effect:${name}`;
}

/** A route that has a lasting effect each time it is asked, and another answer each time. */
export function effects(store: KeyValueStore): ServerPlugin {
  return {
    name: 'effects',
    routes: {
      count: {
        method: 'POST',
        path: '/effects',
        summary: 'Counts.',
        tag: 'test',
        access: 'authenticated',
        cost: 1,
        limitClass: 'standard',
        idempotency: 'key',
        isCacheable: false,
        status: 201,
        response: 'text/plain',
        async handle({ request }) {
          const name = new URL(request.target, 'http://host').searchParams.get('name') ?? '';
          await store.increment(effectCounter(name), 1);
          return { text: randomUUID() };
        },
      },
    },
  };
}
