import { expect, test } from 'vitest';
import { requestTo, start } from '../testing/service.js';
import { type Logger, logLevels } from './logger.js';

test('every request is a line, whose level is lower for probes that found all well', async () => {
  const lines: (readonly [level: string, route: unknown, status: unknown])[] = [];
  const at =
    (level: string) =>
    (fields: object, message: string): void => {
      const { route, status } = fields as Readonly<Record<string, unknown>>;
      if (message === 'request') lines.push([level, route, status]);
    };
  const logger: Logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  const titans = await start({ logger });
  await titans.fetch(requestTo('healthLive', 'anonymous'));
  await titans.fetch(requestTo('health', 'anonymous'));
  await titans.fetch(requestTo('modelsStatus', 'admin'));
  await titans.fetch(requestTo('modelsStatus', 'anonymous'));
  const closing = titans.close({ drainDelayMs: 200 });
  await titans.fetch(requestTo('healthReady', 'anonymous'));
  await closing;
  expect(lines).toEqual([
    ['debug', 'healthLive', 200],
    ['debug', 'health', 200],
    ['info', 'modelsStatus', 200],
    ['info', 'modelsStatus', 401],
    ['info', 'healthReady', 503],
  ]);
});

test('nothing is made of a line that is not written', async () => {
  const asked: string[] = [];
  const fail = (): void => {
    throw new Error('it was not to be written');
  };
  const isLevelEnabled = (level: string): boolean => {
    asked.push(level);
    return false;
  };
  const titans = await start({
    logger: { debug: fail, info: fail, warn: fail, error: fail, isLevelEnabled },
  });
  expect((await titans.fetch(requestTo('healthLive', 'anonymous'))).status).toBe(200);
  await titans.close();
  expect(asked.every((level) => (logLevels as readonly string[]).includes(level))).toBe(true);
  expect(asked).toContain('debug');
});
