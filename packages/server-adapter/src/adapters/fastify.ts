/**
 * Serves Titans from Fastify 5.
 *
 * @module
 */
import { Buffer } from 'node:buffer';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isStream } from '../http/message.js';
import { mountPointOf } from '../http/target.js';
import type { Titans } from '../titans.js';
import { sayOfHost } from './fastify-say.js';
import { messageFromNode } from './node-message.js';
import { discardUnread, isOfBytes, writeToNode } from './write-to-node.js';

/** A plugin for `app.register`. */
export type FastifyTitansPlugin = (instance: FastifyInstance) => Promise<void>;

/**
 * Makes an encapsulated plugin: body parsers are taken out for the routes below its prefix and for no others. The
 * client's address is `request.ip`, so that Fastify's option `trustProxy` decides about proxies. Hooks of the host
 * run as for its own routes.
 *
 * @example
 * ```ts
 * import fastify from 'fastify';
 * import { createTitans } from '@titans/server-adapter';
 * import { toFastify } from '@titans/server-adapter/fastify';
 *
 * const titans = await createTitans({ models: './models', auth: { apiKeys: process.env.TITANS_API_KEYS } });
 * const app = fastify();
 * await app.register(toFastify(titans), { prefix: '/titans' });
 * await app.listen({ port: 8000 });
 * ```
 */
export function toFastify(titans: Titans): FastifyTitansPlugin {
  return async (instance) => {
    instance.removeAllContentTypeParsers();
    instance.addContentTypeParser('*', (_request, _payload, done) => done(null));
    const hasSay = sayOfHost();
    const method = instance.supportedMethods;
    for (const url of ['/', '/*']) instance.route({ method, url, exposeHeadRoute: false, handler });

    async function handler(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
      const target = request.raw.url ?? '/';
      const answer = await titans.handle(
        messageFromNode(request.raw, reply.raw, {
          target,
          basePath: mountPointOf(target, instance.prefix),
          clientAddress: request.ip,
        }),
      );
      if (!hasSay(request, reply)) {
        // Fastify would copy the headers one by one into a record of its own, which takes as long as answering a probe.
        reply.hijack();
        writeToNode(request.raw, reply.raw, answer);
        return reply;
      }
      const { status, headers, body } = answer;
      discardUnread(request.raw, reply.raw);
      const hostVary = reply.getHeader('vary');
      reply.code(status).headers(headers);
      if (hostVary !== undefined) {
        const vary = [hostVary, headers.vary].flat().filter((value) => value !== undefined);
        reply.header('vary', vary.join(', '));
      }
      // When the client goes, the readable is destroyed, which gives the pieces up.
      if (isStream(body)) return reply.send(Readable.from(body, { objectMode: false }));
      // Of a text Fastify would find out the length again.
      return reply.send(isOfBytes(body, headers) ? Buffer.from(body, 'latin1') : body);
    }
  };
}
