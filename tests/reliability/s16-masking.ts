import { createRandom, type Random, TitansError } from '@titans/core';
import pino from 'pino';
import { jsonLogger, type Logger } from '../../packages/server-adapter/src/logging/logger.js';
import { maskingLogger } from '../../packages/server-adapter/src/logging/masking-logger.js';
import { ordinaryValue, type PlantedSecret, plantedSecret } from './planted-secrets.js';

/** What S16 found. */
export interface MaskingReport {
  readonly lines: number;
  /** Secrets that were found in what was written, at most ten. */
  readonly leaks: readonly PlantedSecret[];
  readonly leaked: number;
  /** Share of ordinary values that were changed. */
  readonly falselyMasked: number;
  /** Mean time that masking and writing one line took. */
  readonly microsecondsPerLine: number;
}

const places: readonly ((logger: Logger, text: string, secret: string) => void)[] = [
  (logger, text) => logger.info({ requestId: 'r-1' }, text),
  (logger, text, secret) => logger.info({ note: text, list: [{ deep: [secret] }] }, 'fields'),
  (logger, text, secret) => logger.warn({ [secret]: 1, note: text }, 'names'),
  (logger, text) => logger.error({ err: new Error(text) }, 'failed'),
  (logger, text, secret) =>
    logger.error(
      {
        err: new TitansError('INTERNAL', text, { details: { value: secret }, cause: new TypeError(secret) }),
      },
      'failed',
    ),
  (logger, text, secret) => {
    const error = new Error('outer', { cause: new AggregateError([new Error(secret)], text) });
    error.stack = `${error.stack}\n    at handle (${secret}:1:2)`;
    logger.error({ err: error }, text);
  },
  (logger, text, secret) =>
    logger.debug(
      { map: new Map([[secret, text]]), set: new Set([secret]), url: { toJSON: () => secret } },
      'kinds',
    ),
];

/** Plants secrets in lines of a log, half of them written by pino, and looks for them in what was written. */
export function plantSecrets(lines: number, seed: number): MaskingReport {
  const random = createRandom(seed, 's16');
  let written = '';
  const take = (line: string): void => {
    written = line;
  };
  const loggers = [
    maskingLogger(jsonLogger({ level: 'debug', write: take })),
    maskingLogger(pino({ level: 'debug' }, { write: take })),
  ];
  const leaks: PlantedSecret[] = [];
  let leaked = 0;
  let milliseconds = 0;
  for (let line = 0; line < lines; line++) {
    const secret = plantedSecret(random);
    const text = around(random, secret.written);
    const logger = loggers[line % loggers.length] as Logger;
    const write = places[random.integer(places.length)];
    const started = performance.now();
    write?.(logger, text, secret.written);
    milliseconds += performance.now() - started;
    if (!holds(written, secret)) continue;
    leaked++;
    if (leaks.length < 10) leaks.push(secret);
  }
  return {
    lines,
    leaks,
    leaked,
    falselyMasked: shareFalselyMasked(loggers[0] as Logger, () => written, lines, random),
    microsecondsPerLine: (milliseconds * 1_000) / lines,
  };
}

/** Whether it can be read in a line, however it is written there. */
function holds(line: string, { forbidden, written }: PlantedSecret): boolean {
  const plain = line.toLowerCase();
  const compact = plain.replace(/[\s.\-\u00a0]/g, '');
  return (
    plain.includes(written.toLowerCase()) ||
    compact.includes(forbidden.toLowerCase().replace(/[\s.\-\u00a0]/g, ''))
  );
}

function around(random: Random, secret: string): string {
  const before = ['', 'to ', 'ref: ', '(', '"', 'x='][random.integer(6)] ?? '';
  const after = ['', '.', ' was refused', ')', '"', ', again'][random.integer(6)] ?? '';
  return `${ordinaryValue(random)}, ${before}${secret}${after}`;
}

function shareFalselyMasked(logger: Logger, written: () => string, count: number, random: Random): number {
  let masked = 0;
  for (let index = 0; index < count; index++) {
    const value = ordinaryValue(random);
    logger.info({ value }, value);
    const line = JSON.parse(written()) as { value: string; msg: string };
    if (line.value !== value || line.msg !== value) masked++;
  }
  return masked / count;
}
