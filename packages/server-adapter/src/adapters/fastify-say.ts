import type { FastifyReply, FastifyRequest } from 'fastify';

/** What Fastify keeps of a route, as far as it is used here: `null` where nothing is to be called. */
interface RouteContext {
  readonly onSend: unknown;
  readonly onResponse: unknown;
}

/** Whether the host has a say in the answer to a request, or looks at it. */
export type HasSay = (request: FastifyRequest, reply: FastifyReply) => boolean;

/**
 * The host has a say by headers that its hooks have set, by hooks `onSend`, of the route or around it, and looks at an answer
 * by hooks `onResponse` and its log. Fastify tells of hooks under a symbol; where it is not found, they are taken to be there.
 */
export function sayOfHost(): HasSay {
  let contextKey: symbol | null | undefined;

  function contextOf(request: FastifyRequest): RouteContext | undefined {
    if (contextKey === undefined) {
      const symbols = Object.getOwnPropertySymbols(request);
      contextKey = symbols.find(({ description }) => description === 'fastify.context') ?? null;
    }
    return contextKey === null ? undefined : (Reflect.get(request, contextKey) as RouteContext | undefined);
  }

  return (request, reply) => {
    const context = contextOf(request);
    if (context === undefined || context.onSend !== null || context.onResponse !== null) return true;
    return isLogging(reply) || Object.keys(reply.getHeaders()).length > 0;
  };
}

/** The logger of a host that has none has no level. */
function isLogging({ log }: FastifyReply): boolean {
  const level: string | undefined = log.level;
  return level !== undefined && level !== 'silent';
}
