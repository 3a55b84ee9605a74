import { TitansError } from '@titans/core';
import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { requestTo, start } from '../testing/service.js';
import { jsonLogger, silentLogger } from './logger.js';
import { maskingLogger } from './masking-logger.js';

const card = '4111 1111 1111 1111';
const iban = 'DE89370400440532013000';

function written(log: (logger: ReturnType<typeof maskingLogger>) => void): string {
  const lines: string[] = [];
  log(maskingLogger(jsonLogger({ level: 'debug', write: (line) => lines.push(line) })));
  return lines.join('\n');
}

describe('a masking logger', () => {
  test('masks messages, fields, keys of fields, lists, maps and long numbers', () => {
    const text = written((logger) =>
      logger.info(
        {
          note: `to ${iban}`,
          number: 4111111111111111,
          long: 4111111111111111n,
          list: [`a ${card}`, new Set(['jane@example.com'])],
          map: new Map([['+14155552671', 1]]),
          'jane@example.com': true,
          amount: 4111.11,
          at: new Date(0),
          bytes: new Uint8Array(3),
          authorization: 'anything',
          API_KEY: 'anything',
        },
        `paid with ${card}`,
      ),
    );
    expect(JSON.parse(text)).toMatchObject({
      msg: 'paid with [card]',
      note: 'to [iban]',
      number: '[card]',
      long: '[card]',
      list: ['a [card]', ['[email]']],
      map: { '[phone]': 1 },
      '[email]': true,
      amount: 4111.11,
      at: '1970-01-01T00:00:00.000Z',
      bytes: '[3 bytes]',
      authorization: '[hidden]',
      API_KEY: '[hidden]',
    });
    expect(text).not.toMatch(/anything|4111111|jane/);
  });

  test('masks errors with their details, stacks, causes and what they were thrown together with', () => {
    const cause = new AggregateError([new Error(`first ${iban}`)], card);
    const error = new TitansError('INTERNAL', `mail to jane@example.com failed`, {
      details: { value: iban, row: 3 },
      cause,
    });
    const line: unknown = JSON.parse(written((logger) => logger.error({ err: error }, 'failed')));
    expect(line).toMatchObject({
      err: {
        name: 'TitansError',
        code: 'INTERNAL',
        message: 'mail to [email] failed',
        details: { value: '[iban]', row: 3 },
        cause: { name: 'AggregateError', message: '[card]', errors: [{ message: 'first [iban]' }] },
        stack: expect.stringContaining('masking-logger.test'),
      },
    });
    expect(JSON.stringify(line)).not.toMatch(/jane|4111|DE89/);
  });

  test('what cannot be read, has no end or is endless costs neither an error nor the line', () => {
    const circular: Record<string, unknown> = { a: 1 };
    circular.self = circular;
    const hostile = {
      get name(): string {
        throw new Error(card);
      },
    };
    let deep: unknown = card;
    for (let level = 0; level < 50; level++) deep = { deep };
    const line: unknown = JSON.parse(
      written((logger) =>
        logger.warn(
          {
            circular,
            hostile,
            deep,
            text: 'x'.repeat(100_000),
            many: Array.from({ length: 1_000 }, () => 1),
          },
          'odd',
        ),
      ),
    );
    expect(line).toMatchObject({
      circular: { a: 1, self: '[circular]' },
      hostile: '[unreadable]',
      msg: 'odd',
    });
    expect(JSON.stringify(line).length).toBeLessThan(12_000);
    expect(JSON.stringify(line)).not.toContain('4111');
  });

  test('a secret on the edge at which a text is cut is not left half', () => {
    for (let shift = 0; shift < 40; shift++) {
      const text = `${'x '.repeat(32_768 - 20)}${'y'.repeat(shift)} ${card}`;
      expect(written((logger) => logger.info({ text }, ''))).not.toContain('4111');
    }
  });

  test('pino writes the masked fields and errors in its own form', () => {
    const lines: string[] = [];
    const logger = maskingLogger(pino({ level: 'info' }, { write: (line: string) => void lines.push(line) }));
    logger.debug({ a: card }, 'too quiet');
    logger.error({ err: new TypeError(`bad ${card}`, { cause: new Error(iban) }), card }, `for ${iban}`);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 50,
      msg: 'for [iban]',
      card: '[card]',
      err: {
        type: 'TypeError',
        message: 'bad [card]: [iban]',
        stack: expect.stringContaining('TypeError: bad [card]'),
      },
    });
    expect(lines[0]).not.toMatch(/4111|DE89/);
    expect([logger.isLevelEnabled?.('debug'), logger.isLevelEnabled?.('info')]).toEqual([false, true]);
  });

  test('what is not written is not even looked at', () => {
    const fields = {
      get read(): string {
        throw new Error('was read');
      },
    };
    maskingLogger(silentLogger).error(fields, 'silent');
    written((logger) => logger.info({}, ''));
    maskingLogger(jsonLogger({ level: 'error', write: () => undefined })).info(fields, 'too quiet');
    expect(maskingLogger(silentLogger).isLevelEnabled?.('error')).toBe(false);
  });

  test('a logger that fails costs no answer', async () => {
    const fail = (): never => {
      throw new Error('the disk is full');
    };
    const logger = { debug: fail, info: fail, warn: fail, error: fail, isLevelEnabled: fail };
    const titans = await start({ logger });
    expect((await titans.fetch(requestTo('predictCategory', 'analyst'))).status).toBe(200);
    expect((await titans.fetch(new Request('http://localhost/nothing'))).status).toBe(404);
    await titans.close({ timeoutMs: 1_000 });
    expect(titans.state).toBe('closed');
  });

  test('flushing waits for a logger that buffers, and for none that does not', async () => {
    const flushed = (logger: typeof silentLogger): Promise<void> =>
      new Promise((resolve) => maskingLogger(logger).flush?.(() => resolve()));
    await flushed(silentLogger);
    let isWritten = false;
    await flushed({
      ...silentLogger,
      flush: (done) =>
        void setTimeout(() => {
          isWritten = true;
          done?.();
        }, 5),
    });
    expect(isWritten).toBe(true);
  });
});
