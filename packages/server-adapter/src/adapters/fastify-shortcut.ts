import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Whether nothing of the host's has a say in what is sent: then it may be written to Node's response at once, which saves
 * a request three microseconds of copying and comparing headers in `reply.send`. That there are no hooks `onSend` Fastify
 * says in no other place than in the context of a route, and that there are no trailers only in the reply; where these
 * cannot be found, it is taken that the host has a say.
 */
export function isHostSilent(request: FastifyRequest, reply: FastifyReply): boolean {
  contextName ??= nameOf(request, 'fastify.context');
  trailersName ??= nameOf(reply, 'fastify.reply.trailers');
  if (contextName === undefined || trailersName === undefined) return false;
  const context: unknown = Reflect.get(request, contextName);
  if (typeof context !== 'object' || context === null || Reflect.get(context, 'onSend') !== null)
    return false;
  if (Reflect.get(reply, trailersName) !== null) return false;
  for (const _ in reply.getHeaders()) return false;
  return true;
}

let contextName: symbol | undefined;
let trailersName: symbol | undefined;

function nameOf(owner: object, description: string): symbol | undefined {
  return Object.getOwnPropertySymbols(owner).find((symbol) => symbol.description === description);
}
