import type { Titans } from '@titans/server-adapter';
import { toExpress } from '@titans/server-adapter/express';
import { toFastify } from '@titans/server-adapter/fastify';
import { toHono } from '@titans/server-adapter/hono';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';

/** The one line that a team adds to the server it has, for each host. */
export const onExpress = (titans: Titans) => express().use('/titans', toExpress(titans));
export const onFastify = (titans: Titans) => fastify().register(toFastify(titans), { prefix: '/titans' });
export const onHono = (titans: Titans) =>
  new Hono().all('/titans/*', toHono(titans, { basePath: '/titans' }));
